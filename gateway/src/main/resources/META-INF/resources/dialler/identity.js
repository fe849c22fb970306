// This browser as a device: two key pairs that never leave it, and the credential that the login server signed over them.

import { claimsOf, headerOf, publicJwk, sign, thumbprint, toBase64Url, verify } from './jose.js';

const DATABASE = 'tollgate';
const STORE = 'devices';

function database() {
  return new Promise((resolve, reject) => {
    const open = indexedDB.open(DATABASE, 1);
    open.onupgradeneeded = () => open.result.createObjectStore(STORE);
    open.onsuccess = () => resolve(open.result);
    open.onerror = () => reject(open.error);
  });
}

async function withStore(mode, work) {
  const db = await database();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = db.transaction(STORE, mode);
      const request = work(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request?.result);
      transaction.onerror = () => reject(transaction.error);
    });
  } finally {
    db.close();
  }
}

const load = (user) => withStore('readonly', (store) => store.get(user));
const save = (user, device) => withStore('readwrite', (store) => store.put(device, user));
const forget = (user) => withStore('readwrite', (store) => store.delete(user));

async function newDevice() {
  const signing = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);
  const agreement = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, false, ['deriveBits']);
  return { signing, agreement };
}

function deviceName() {
  const agent = navigator.userAgent;
  const browser = /Firefox\//.test(agent) ? 'Firefox' : /Edg\//.test(agent) ? 'Edge' : /Chrome\//.test(agent) ? 'Chromium'
    : /Safari\//.test(agent) ? 'Safari' : 'Browser';
  const system = /Android/.test(agent) ? 'Android' : /iPhone|iPad/.test(agent) ? 'iOS' : /Windows/.test(agent) ? 'Windows'
    : /Mac OS/.test(agent) ? 'macOS' : /Linux/.test(agent) ? 'Linux' : 'unknown system';
  return `${browser} on ${system}`;
}

async function post(url, body) {
  let answer;
  try {
    answer = await fetch(url, {
      method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body),
    });
  } catch {
    throw new Error('The gateway cannot be reached.');
  }
  const json = await answer.json().catch(() => ({}));
  if (!answer.ok) throw Object.assign(new Error(json.detail ?? 'Signing in failed.'), { status: answer.status });
  return json;
}

/** A signed-in user on this device. */
export class Identity {
  constructor(user, device, answer) {
    this.user = user;
    this.device = device;
    this.accept(answer);
  }

  accept(answer) {
    this.credential = answer.credential;
    this.issuerKeys = answer.issuer_keys.keys;
    this.supernodes = answer.supernodes;
    this.claims = claimsOf(answer.credential);
  }

  static async #keep(identity, answer) {
    await save(identity.user, { ...identity.device, answer });
    localStorage.setItem('tollgate.user', identity.user);
    return identity;
  }

  /** Signs in with a password; the keys that this browser already made for the user are used again. */
  static async signIn(user, password) {
    const known = await load(user);
    const device = known?.signing ? { signing: known.signing, agreement: known.agreement } : await newDevice();
    const answer = await post('/api/v1/login', {
      user,
      password,
      signing_key: publicJwk(await crypto.subtle.exportKey('jwk', device.signing.publicKey)),
      agreement_key: publicJwk(await crypto.subtle.exportKey('jwk', device.agreement.publicKey)),
      device_name: deviceName(),
    });
    return Identity.#keep(new Identity(user, device, answer), answer);
  }

  /** The user who signed in here last, if the credential still holds; else null. */
  static async resume() {
    const user = localStorage.getItem('tollgate.user');
    const known = user ? await load(user) : undefined;
    if (!known?.answer) return null;
    const identity = new Identity(user, { signing: known.signing, agreement: known.agreement }, known.answer);
    if (identity.claims.exp * 1000 < Date.now()) return null;
    try {
      await identity.renew();
    } catch (problem) {
      if (problem.status) return null;
    }
    return identity;
  }

  async signOut() {
    localStorage.removeItem('tollgate.user');
    await forget(this.user);
  }

  /** Asks for a fresh credential with a proof by the device key. */
  async renew() {
    const proof = await sign(
      { aud: 'renew', nonce: this.claims.jti, iat: Math.floor(Date.now() / 1000) },
      'tollgate-hello+jws', this.device.signing.privateKey);
    const answer = await post('/api/v1/login/renew', { credential: this.credential, proof });
    this.accept(answer);
    await Identity.#keep(this, answer);
  }

  /** When to renew: half-way through the credential's life, ms since the epoch. */
  get renewAt() {
    return ((this.claims.iat + this.claims.exp) / 2) * 1000;
  }

  helloProof(nonce) {
    return sign(
      { nonce: toBase64Url(nonce), aud: 'supernode', iat: Math.floor(Date.now() / 1000) },
      'tollgate-hello+jws', this.device.signing.privateKey);
  }

  /** Verifies somebody's credential offline and gives its claims; throws with the reason. */
  async verifyCredential(credential, role) {
    const { kid } = headerOf(credential);
    const key = this.issuerKeys.find((candidate) => candidate.kid === kid);
    if (!key) throw new Error('a credential by an unknown login server');
    const { payload } = await verify(credential, key, 'tollgate-credential+jwt');
    if (payload.role !== role) throw new Error(`a credential for the role ${payload.role}`);
    if (payload.exp * 1000 < Date.now() - 60_000) throw new Error('a credential that has expired');
    return { ...payload, deviceId: await thumbprint(payload.cnf.jwk) };
  }

  /** GET on the REST API as this user. */
  get(path) {
    return this.send('GET', path);
  }

  /** A request on the REST API as this user, with a body in JSON if there is one. */
  async send(method, path, body) {
    const headers = { Authorization: `Bearer ${this.credential}` };
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    const answer = await fetch(`/api/v1/${path}`, {
      method, headers, body: body === undefined ? undefined : JSON.stringify(body),
    });
    const json = await answer.json().catch(() => ({}));
    if (!answer.ok) throw Object.assign(new Error(json.detail ?? 'The gateway did not answer.'), { status: answer.status, problem: json });
    return json;
  }
}
