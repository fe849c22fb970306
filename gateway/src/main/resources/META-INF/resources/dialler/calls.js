// Calls as the page knows them: sealed messages with a gateway on one side, a WebRTC connection on the other.

import {
  fromBase64Url, openSealed, openUnder, randomKey, sealTo, sealUnder, sign, toBase64Url, verify,
} from './jose.js';

const SIGNED = 'tollgate-signed+jws';
const RING_FRESH_S = 60;

const uuidBytes = (id) => Uint8Array.from(id.replaceAll('-', '').match(/../g), (hex) => parseInt(hex, 16));
const uuidText = (bytes) => Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('')
  .replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5');

/** RFC 9562 UUID version 7: sortable by time, as the gateway's ledger likes it. */
function newCallId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const now = BigInt(Date.now());
  for (let i = 0; i < 6; i++) bytes[i] = Number((now >> BigInt(40 - 8 * i)) & 255n);
  bytes[6] = 0x70 | (bytes[6] & 15);
  bytes[8] = 0x80 | (bytes[8] & 63);
  return uuidText(bytes);
}

function fingerprints(sdp) {
  const found = new Map();
  for (const [, alg, dig] of sdp.matchAll(/^a=fingerprint:(\S+) (\S+)\s*$/gm)) found.set(alg.toLowerCase(), dig.toUpperCase());
  return Array.from(found, ([alg, dig]) => ({ alg, dig }));
}

/** One call. Emits `change` whenever something that the screen shows is different, and `ended` once. */
export class Call extends EventTarget {
  #overlay;
  #identity;
  #gateway;
  #key;
  #sent = 0;
  #seen = 0;
  #peer = null;
  #microphone = null;
  #deliveries = Promise.resolve();

  constructor(overlay, identity, direction, id) {
    super();
    this.#overlay = overlay;
    this.#identity = identity;
    this.id = id;
    this.direction = direction;
    this.state = 'starting';
    this.number = '';
    this.name = '';
    this.price = null;
    this.tick = null;
    this.ending = null;
    this.quality = null;
    this.answeredAt = 0;
    this.muted = false;
    this.encryption = '';
    this.end = null;
    this.audio = new Audio();
    this.audio.autoplay = true;
  }

  #change(changes = {}) {
    Object.assign(this, changes);
    this.dispatchEvent(new Event('change'));
  }

  get live() {
    return this.state !== 'ended';
  }

  /** Calls what the user typed. */
  static outgoing(overlay, identity, dialled) {
    const call = new Call(overlay, identity, 'outgoing', newCallId());
    call.number = dialled;
    call.#dial(dialled).catch((problem) => call.#finish({ cause: 'media-lost', text: problem.message }));
    return call;
  }

  async #dial(dialled) {
    const [gateways, offer] = await Promise.all([this.#overlay.findGateways(), this.#offer()]);
    if (!gateways.length) throw new Error('No gateway is reachable right now.');
    if (!this.live) return;
    [this.#gateway] = gateways;
    this.#key = randomKey();
    const payload = {
      type: 'call',
      ...this.#stamp(),
      aud: this.#gateway.deviceId,
      orig: { user: this.#identity.user },
      dest: { dialled },
      ...this.#once(),
      key: toBase64Url(this.#key),
      mky: fingerprints(offer),
      sdp: offer,
    };
    const signed = await sign(payload, SIGNED, this.#identity.device.signing.privateKey);
    await this.#overlay.send(this.#gateway.deviceId, uuidBytes(this.id), await sealTo(this.#gateway.claims.enc, signed));
    if (this.state === 'starting') this.#change({ state: 'calling' });
  }

  /** Verifies a ring that arrived; null when it is not one that this page can believe. */
  static async incoming(overlay, identity, delivery) {
    const claims = await identity.verifyCredential(delivery.fromCredential, 'gateway');
    if (claims.deviceId !== delivery.from) throw new Error('the credential belongs to another device');
    const signed = await openSealed(delivery.sealed, identity.device.agreement.privateKey);
    const { payload } = await verify(signed, claims.cnf.jwk, SIGNED);
    const id = uuidText(delivery.callId);
    const late = Math.abs(Date.now() / 1000 - payload.iat) > RING_FRESH_S;
    const forUs = payload.aud === overlay.deviceId;
    if (payload.type !== 'ring' || payload.dir !== 'to-peer' || payload.call !== id || late || !forUs) throw new Error('not a fresh ring');
    const call = new Call(overlay, identity, 'incoming', id);
    call.#gateway = { deviceId: delivery.from, claims };
    call.#key = fromBase64Url(payload.key);
    call.#seen = payload.seq;
    call.state = 'ringing-here';
    call.number = payload.from?.number ?? '';
    call.name = payload.from?.name ?? '';
    await call.#tell('ringing');
    return call;
  }

  #stamp() {
    return { call: this.id, dir: 'to-gateway', seq: ++this.#sent };
  }

  #once() {
    return { iat: Math.floor(Date.now() / 1000), jti: toBase64Url(crypto.getRandomValues(new Uint8Array(16))) };
  }

  async #tell(type, fields = {}) {
    if (!this.#gateway || !this.#key) return;
    const sealed = await sealUnder(this.#key, JSON.stringify({ type, ...this.#stamp(), ...fields }));
    await this.#overlay.send(this.#gateway.deviceId, uuidBytes(this.id), sealed);
  }

  async #offer() {
    try {
      this.#microphone = await navigator.mediaDevices.getUserMedia({
        audio: soundProcessing(),
      });
    } catch {
      throw new Error('The microphone is not available. Allow it for this page, then call again.');
    }
    const peer = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
    this.#peer = peer;
    for (const track of this.#microphone.getTracks()) peer.addTrack(track, this.#microphone);
    peer.ontrack = ({ track, streams }) => {
      this.audio.srcObject = streams[0] ?? new MediaStream([track]);
      this.audio.play().catch(() => this.#change({ needsTap: true }));
    };
    peer.onconnectionstatechange = () => {
      if (peer.connectionState === 'connected') this.#readEncryption();
      if (peer.connectionState === 'failed') this.hangUp();
    };
    await peer.setLocalDescription(await peer.createOffer());
    await gathered(peer);
    return peer.localDescription.sdp;
  }

  async #readEncryption() {
    const stats = await this.#peer.getStats();
    for (const report of stats.values()) {
      if (report.type === 'transport' && report.srtpCipher) this.#change({ encryption: report.srtpCipher });
    }
  }

  /** Takes a sealed message from the gateway; messages of one call are handled strictly in order. */
  deliver(delivery) {
    this.#deliveries = this.#deliveries.then(() => this.#open(delivery)).catch(() => {});
  }

  async #open(delivery) {
    if (!this.#key || delivery.from !== this.#gateway.deviceId) return;
    const message = JSON.parse(await openUnder(this.#key, delivery.sealed));
    if (message.dir !== 'to-peer' || message.call !== this.id || !(message.seq > this.#seen)) return;
    this.#seen = message.seq;
    await this.#handle(message);
  }

  async #handle(message) {
    if (!this.live) return;
    switch (message.type) {
      case 'accepted':
        this.#change({
          number: message.number ?? this.number, name: message.destination ?? '', price: message.price, maxTalkS: message.max_talk_s,
        });
        break;
      case 'answer-sdp':
        this.codec = message.codec;
        await this.#peer?.setRemoteDescription({ type: 'answer', sdp: message.sdp });
        break;
      case 'ringing':
        this.#change({ state: message.early_media ? 'early-media' : 'ringing' });
        break;
      case 'answered':
        this.#change({ state: 'talking', answeredAt: Date.now() });
        break;
      case 'tick':
        this.#change({ tick: message, quality: message.quality ?? null });
        break;
      case 'warning':
        this.#change({ ending: message.reason === 'lifted' ? null
          : { why: message.reason ?? 'credit', at: Date.now() + message.remaining_s * 1000 } });
        break;
      case 'stop-ringing':
        this.#finish({ cause: message.reason, text: STOPPED[message.reason] ?? 'The call is over.' });
        break;
      case 'ended':
        this.#finish(message);
        break;
      default:
    }
  }

  async accept() {
    if (this.state !== 'ringing-here') return;
    this.#change({ state: 'connecting' });
    try {
      const offer = await this.#offer();
      const payload = {
        type: 'accept', ...this.#stamp(), orig: { user: this.#identity.user }, ...this.#once(), mky: fingerprints(offer), sdp: offer,
      };
      const signed = await sign(payload, SIGNED, this.#identity.device.signing.privateKey);
      await this.#overlay.send(this.#gateway.deviceId, uuidBytes(this.id), await sealUnder(this.#key, signed));
    } catch (problem) {
      await this.#tell('decline', { reason: 'busy' }).catch(() => {});
      this.#finish({ cause: 'media-lost', text: problem.message });
    }
  }

  async decline() {
    await this.#tell('decline', { reason: 'declined' }).catch(() => {});
    this.#finish({ cause: 'declined', text: 'You declined the call.' });
  }

  async hangUp() {
    if (!this.live || this.state === 'ending') return;
    const before = this.state;
    this.#change({ state: 'ending' });
    if (before === 'starting') {
      this.#finish({ cause: 'cancelled', text: 'You hung up before there was an answer.' });
      return;
    }
    await this.#tell('hangup').catch(() => {});
    // The receipt comes with `ended`; a gateway that is gone must not keep the screen.
    setTimeout(() => this.#finish({ cause: 'normal', text: 'Call ended. The receipt is in the history.' }), 5000);
  }

  /** Sends one DTMF key as RFC 4733 through the browser, or through the gateway where the browser cannot. */
  press(key) {
    const sender = this.#peer?.getSenders().find((s) => s.dtmf)?.dtmf;
    if (sender?.canInsertDTMF) sender.insertDTMF((sender.toneBuffer ?? '') + key, 160, 70);
    else this.#tell('dtmf', { digits: key }).catch(() => {});
  }

  mute(on) {
    for (const track of this.#microphone?.getAudioTracks() ?? []) track.enabled = !on;
    this.#change({ muted: on });
  }

  #finish(end) {
    if (!this.live) return;
    this.#peer?.close();
    for (const track of this.#microphone?.getTracks() ?? []) track.stop();
    this.audio.srcObject = null;
    this.#change({ state: 'ended', end });
    this.dispatchEvent(new Event('ended'));
  }
}

// With a headset nothing has to be cancelled, and the browser's processing only costs quality.
function soundProcessing() {
  const on = localStorage.getItem('tollgate.headset') !== 'yes';
  return { echoCancellation: on, noiseSuppression: on, autoGainControl: on };
}

const STOPPED = {
  'answered-elsewhere': 'Answered on another device.',
  'caller-gave-up': 'The caller hung up.',
  'no-answer': 'Missed call.',
  'declined-elsewhere': 'Declined on another device.',
};

// A gateway has a public address, so the first candidates are enough: half a second at most.
function gathered(peer) {
  if (peer.iceGatheringState === 'complete') return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, 500);
    peer.addEventListener('icegatheringstatechange', () => {
      if (peer.iceGatheringState === 'complete') {
        clearTimeout(timer);
        resolve();
      }
    });
  });
}

/** Routes deliveries to calls and announces incoming ones by `incoming` (detail: the Call). */
export class Calls extends EventTarget {
  #overlay;
  #identity;
  #live = new Map();
  #opening = new Map();

  constructor(overlay, identity) {
    super();
    this.#overlay = overlay;
    this.#identity = identity;
    overlay.addEventListener('deliver', ({ detail }) => this.#deliver(detail));
  }

  #track(call) {
    this.#live.set(call.id, call);
    call.addEventListener('ended', () => this.#live.delete(call.id));
    return call;
  }

  dial(dialled) {
    return this.#track(Call.outgoing(this.#overlay, this.#identity, dialled));
  }

  async #deliver(delivery) {
    const id = uuidText(delivery.callId);
    // What follows a ring closely (the caller gave up) waits until the ring itself has been verified.
    await this.#opening.get(id)?.catch(() => {});
    const known = this.#live.get(id);
    if (known) {
      known.deliver(delivery);
      return;
    }
    const opening = this.#announce(delivery);
    this.#opening.set(id, opening);
    await opening;
    this.#opening.delete(id);
  }

  async #announce(delivery) {
    try {
      const call = this.#track(await Call.incoming(this.#overlay, this.#identity, delivery));
      this.dispatchEvent(new CustomEvent('incoming', { detail: call }));
    } catch (problem) {
      console.warn('a message that is no call was dropped:', problem.message);
    }
  }
}
