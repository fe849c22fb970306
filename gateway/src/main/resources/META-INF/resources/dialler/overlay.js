// The connection to a supernode: opened by proving the device key, kept alive, and opened again when it breaks.

import { decode, encode, REFUSED_CREDENTIAL, SENT_PASSED_ON } from './wire.js';

const VERSION = 1;
const ANSWER_WITHIN_MS = 10_000;
// Close code of a supernode to which the same device has made a newer connection.
const REPLACED = 4001;

export class Overlay extends EventTarget {
  #identity;
  #socket = null;
  #waiting = new Map();
  #request = 0;
  #attempt = 0;
  #closed = false;
  #keepalive = 0;
  #retry = 0;

  /** Emits `state` (detail: 'connecting' | 'online' | 'offline' | 'refused' | 'replaced') and `deliver`. */
  constructor(identity) {
    super();
    this.#identity = identity;
    this.state = 'offline';
  }

  open() {
    this.#closed = false;
    this.#connect();
  }

  close() {
    this.#closed = true;
    clearTimeout(this.#retry);
    this.#socket?.close(1000);
  }

  #say(state, text = '') {
    this.state = state;
    this.dispatchEvent(new CustomEvent('state', { detail: { state, text } }));
  }

  #connect() {
    this.#say('connecting');
    const urls = this.#identity.supernodes;
    const socket = new WebSocket(urls[this.#attempt % urls.length], 'tollgate.overlay.v1');
    socket.binaryType = 'arraybuffer';
    this.#socket = socket;
    socket.onmessage = (event) => this.#received(socket, new Uint8Array(event.data));
    socket.onclose = ({ code }) => this.#lost(socket, code);
  }

  #lost(socket, code) {
    if (socket !== this.#socket) return;
    this.#socket = null;
    clearInterval(this.#keepalive);
    for (const { reject } of this.#waiting.values()) reject(new Error('The connection was lost.'));
    this.#waiting.clear();
    if (this.#closed || this.state === 'refused') return;
    if (code === REPLACED) {
      this.#say('replaced');
      return;
    }
    this.#say('offline');
    const pause = Math.min(30_000, 500 * 2 ** this.#attempt++) * (0.5 + Math.random() / 2);
    this.#retry = setTimeout(() => this.#connect(), pause);
  }

  async #received(socket, bytes) {
    const { request, name, message } = decode(bytes);
    switch (name) {
      case 'challenge': {
        const proof = await this.#identity.helloProof(message.nonce);
        socket.send(encode(0, 'hello', {
          credential: this.#identity.credential, proof, userAgent: 'tollgate-dialler/1', version: VERSION,
        }));
        break;
      }
      case 'welcome':
        this.#attempt = 0;
        this.deviceId = message.deviceId;
        this.#keepalive = setInterval(() => this.#sendNow('ping'), (message.keepaliveS || 30) * 500);
        this.#say('online');
        break;
      case 'refused':
        if (request && this.#waiting.has(request)) this.#settle(request, undefined, new Error(message.text));
        else if (REFUSED_CREDENTIAL.has(message.reason)) this.#say('refused', message.text);
        break;
      case 'ping':
        socket.send(encode(request, 'pong'));
        break;
      case 'deliver':
        this.dispatchEvent(new CustomEvent('deliver', { detail: message }));
        break;
      default:
        if (name && request) this.#settle(request, message);
    }
  }

  #settle(request, message, error) {
    const waiting = this.#waiting.get(request);
    if (!waiting) return;
    this.#waiting.delete(request);
    clearTimeout(waiting.timer);
    if (error) waiting.reject(error);
    else waiting.resolve(message);
  }

  #sendNow(name, message, request = 0) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(encode(request, name, message));
  }

  #ask(name, message) {
    return new Promise((resolve, reject) => {
      if (this.#socket?.readyState !== WebSocket.OPEN) {
        reject(new Error('Not connected. Trying again …'));
        return;
      }
      const request = ++this.#request;
      const timer = setTimeout(() => this.#settle(request, undefined, new Error('The supernode did not answer.')), ANSWER_WITHIN_MS);
      this.#waiting.set(request, { resolve, reject, timer });
      this.#sendNow(name, message, request);
    });
  }

  /** The gateways whose credentials hold, with their verified claims. */
  async findGateways() {
    const { gateways } = await this.#ask('findGateways');
    const verified = await Promise.allSettled(gateways.map(async (gateway) => ({
      ...gateway, claims: await this.#identity.verifyCredential(gateway.credential, 'gateway'),
    })));
    return verified.filter((v) => v.status === 'fulfilled' && v.value.claims.deviceId === v.value.deviceId).map((v) => v.value);
  }

  /** Passes a sealed message on; throws when the receiver is not there. */
  async send(to, callId, sealed) {
    const { outcome } = await this.#ask('send', { to, callId, sealed });
    if (outcome !== SENT_PASSED_ON) throw new Error('The gateway is not reachable right now.');
  }
}
