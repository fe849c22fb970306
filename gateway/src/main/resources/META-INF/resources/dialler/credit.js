// The card about credit: buying it, redeeming vouchers, rented numbers, and what there is to know.

import { when } from './format.js';

const $ = (id) => document.getElementById(id);
/** While a payment page is open in another tab, how often and how long to look whether it has been paid. */
const LOOK_EVERY_MS = 3_000;
const LOOKS = 200;

function element(tag, className, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}

function button(text, press, className = 'quiet') {
  const node = element('button', className, text);
  node.type = 'button';
  node.addEventListener('click', press);
  return node;
}

export class Credit {
  #identity;
  #changed;
  #timer = 0;

  /** @param changed called when the credit may have changed */
  constructor(identity, changed) {
    this.#identity = identity;
    this.#changed = changed;
    $('money').hidden = false;
    $('voucher').onsubmit = (event) => this.#redeem(event);
    $('find-numbers').onclick = () => this.#findNumbers();
    $('offers').replaceChildren();
    $('number-offers').replaceChildren();
    this.#say('');
    this.#showOffer();
  }

  close() {
    clearTimeout(this.#timer);
    $('money').hidden = true;
  }

  #say(words, wrong = false) {
    $('money-said').textContent = words;
    $('money-said').dataset.wrong = String(wrong);
  }

  async #try(work) {
    try {
      await work();
    } catch (problem) {
      this.#say(problem.message, true);
    }
  }

  // ---- buying

  async #showOffer() {
    await this.#try(async () => {
      const offer = await this.#identity.get('me/topups/offer');
      $('buy').hidden = !offer.available || offer.amounts.length === 0;
      $('offers').replaceChildren(...offer.amounts.map((amount) =>
        button(`${amount} ${offer.currency}`, () => this.#buy(amount))));
    });
  }

  #buy(amount) {
    // Opened at once, as browsers only allow it in answer to a click; led to the payment page when that is known.
    const page = window.open('', '_blank');
    return this.#try(async () => {
      try {
        const topUp = await this.#identity.send('POST', 'me/topups', {
          id: crypto.randomUUID(), amount, keep_card: $('keep-card').checked,
        });
        if (page) page.location = topUp.url;
        else window.location = topUp.url;
        this.#say('Pay in the other tab. Your credit grows as soon as it has been paid.');
        this.#look(topUp.id, LOOKS);
      } catch (problem) {
        page?.close();
        throw problem;
      }
    });
  }

  #look(id, times) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#try(async () => {
      const topUp = await this.#identity.get(`me/topups/${id}`);
      if (topUp.state === 'open' && times > 0) return this.#look(id, times - 1);
      this.#say({
        paid: `${topUp.amount} ${topUp.currency} have been credited.`,
        held: 'Your payment is being looked at and will be credited then.',
        declined: `The card was declined. ${topUp.decline_words ?? ''}`,
        expired: 'The payment page has run out; nothing was charged.',
      }[topUp.state] ?? '', topUp.state === 'declined');
      if (topUp.state === 'declined' && times > 0) this.#look(id, times - 1);
      return this.#changed();
    }), LOOK_EVERY_MS);
  }

  #redeem(event) {
    event.preventDefault();
    return this.#try(async () => {
      const credited = await this.#identity.send('POST', 'me/vouchers', { code: $('code').value.trim() });
      $('code').value = '';
      this.#say(credited.repeated
        ? 'You have redeemed this voucher before.' : `${credited.amount} ${credited.currency} have been credited.`);
      await this.#changed();
    });
  }

  // ---- what is shown

  /** Shows notices, packages and numbers afresh. */
  async refresh() {
    await this.#try(async () => {
      const [{ notices }, { contracts }, { allowances }] = await Promise.all([
        this.#identity.get('me/notices?limit=20'), this.#identity.get('me/numbers'),
        this.#identity.get('me/allowances'),
      ]);
      $('my-packages').replaceChildren(...allowances.map((allowance) => this.#package(allowance)));
      $('notices').replaceChildren(...notices.filter((notice) => !notice.seen_at).slice(0, 5).map((notice) => this.#notice(notice)));
      $('my-numbers').replaceChildren(...contracts.filter(({ state }) => state !== 'ended').map((contract) => this.#contract(contract)));
    });
  }

  #notice(notice) {
    const item = element('li', 'told');
    item.append(
      element('span', '', notice.words),
      element('small', '', when(notice.at)),
      button('Read', () => this.#try(async () => {
        await this.#identity.send('POST', `me/notices/${notice.id}/seen`);
        await this.refresh();
      })),
    );
    return item;
  }

  /** Whole minutes, rounded down: what is shown can be talked. */
  #package(allowance) {
    const item = element('li', 'told');
    const to = allowance.group === '*' ? 'anywhere' : `to ${allowance.group}`;
    const talking = allowance.held_s > 0 ? ` · ${Math.ceil(allowance.held_s / 60)} in use` : '';
    item.append(
      element('strong', '', `${Math.floor(allowance.left_s / 60)} of ${Math.floor(allowance.granted_s / 60)} minutes ${to}`),
      element('small', '', `${allowance.reference ? `${allowance.reference} · ` : ''}until ${when(allowance.ends_at)}${talking}`),
    );
    return item;
  }

  #contract(contract) {
    const item = element('li', 'told');
    const state = {
      active: contract.renews ? `renewed at ${when(contract.paid_until)}` : `ends at ${when(contract.paid_until)}`,
      grace: `unpaid, works until ${when(contract.until)}`,
      suspended: `unpaid, kept until ${when(contract.until)}`,
      'held-back': `yours again until ${when(contract.until)}`,
    }[contract.state];
    item.append(element('strong', '', contract.item), element('small', '', `${contract.price} ${contract.currency} for ${contract.months} months · ${state}`));
    const change = (method, path, body) => () => this.#try(async () => {
      await this.#identity.send(method, `me/numbers/${contract.id}${path}`, body);
      await this.#changed();
    });
    if (contract.state === 'active') {
      item.append(button(contract.renews ? 'Do not renew' : 'Renew after all', change('PATCH', '', { renews: !contract.renews })));
    } else if (contract.state !== 'held-back') {
      item.append(button('Pay now', change('POST', '/pay')));
    }
    return item;
  }

  #findNumbers() {
    return this.#try(async () => {
      const { offers } = await this.#identity.get('me/numbers/available?limit=20');
      $('number-offers').replaceChildren(...(offers.length ? offers.map((offer) => this.#offer(offer))
        : [element('li', 'hint', 'There are no numbers to rent at the moment.')]));
    });
  }

  #offer(offer) {
    const item = element('li', 'told');
    const setup = Number(offer.setup) > 0 ? ` + ${offer.setup} once` : '';
    item.append(
      element('strong', '', offer.number),
      element('small', '', `${offer.price} ${offer.currency} for ${offer.months} months${setup}`),
      button('Rent', () => this.#try(async () => {
        await this.#identity.send('POST', 'me/numbers', { id: crypto.randomUUID(), item: offer.number, months: offer.months });
        $('number-offers').replaceChildren();
        this.#say(`${offer.number} rings here from now on.`);
        await this.#changed();
      })),
    );
    return item;
  }
}
