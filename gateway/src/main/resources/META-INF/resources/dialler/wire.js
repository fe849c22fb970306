// The Protobuf wire between this page and its supernode: just the messages of overlay.proto that a peer sends or gets.
// Unknown fields are skipped, as the protocol asks.

const text = new TextEncoder();
const untext = new TextDecoder();

class Writer {
  #bytes = [];

  varint(value) {
    let rest = BigInt(value);
    while (rest > 127n) {
      this.#bytes.push(Number((rest & 127n) | 128n));
      rest >>= 7n;
    }
    this.#bytes.push(Number(rest));
    return this;
  }

  number(field, value) {
    return value ? this.varint(field << 3).varint(value) : this;
  }

  bytes(field, value) {
    this.varint((field << 3) | 2).varint(value.length);
    for (const byte of value) this.#bytes.push(byte);
    return this;
  }

  string(field, value) {
    return value ? this.bytes(field, text.encode(value)) : this;
  }

  done() {
    return Uint8Array.from(this.#bytes);
  }
}

// Calls visit(field, value) for every field: a number for varints, a Uint8Array for length-delimited ones.
function read(bytes, visit) {
  let at = 0;
  const varint = () => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      if (at >= bytes.length || shift > 63n) throw new Error('a message from the supernode ends too early');
      const byte = bytes[at++];
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return Number(value);
    }
  };
  const take = (length) => {
    if (at + length > bytes.length) throw new Error('a message from the supernode ends too early');
    at += length;
    return bytes.subarray(at - length, at);
  };
  while (at < bytes.length) {
    const tag = varint();
    const field = Math.floor(tag / 8);
    switch (tag & 7) {
      case 0: visit(field, varint()); break;
      case 1: take(8); break;
      case 2: visit(field, take(varint())); break;
      case 5: take(4); break;
      default: throw new Error('a message from the supernode has an unknown wire type');
    }
  }
}

const BODY = {
  challenge: 10, hello: 11, welcome: 12, refused: 13,
  findGateways: 20, gateways: 21,
  send: 30, sent: 31, deliver: 32,
  ping: 40, pong: 41,
};
const NAME = Object.fromEntries(Object.entries(BODY).map(([name, field]) => [field, name]));

const encoders = {
  hello: (m) => new Writer().string(1, m.credential).string(2, m.proof).string(3, m.userAgent).number(4, m.version),
  findGateways: () => new Writer(),
  send: (m) => new Writer().string(1, m.to).bytes(2, m.callId).string(3, m.sealed),
  ping: () => new Writer(),
  pong: () => new Writer(),
};

const string = (value) => untext.decode(value);

function fields(bytes, shape) {
  const out = {};
  for (const [, [name, , many]] of Object.entries(shape)) if (many) out[name] = [];
  read(bytes, (field, value) => {
    const spec = shape[field];
    if (!spec) return;
    const [name, convert, many] = spec;
    const converted = convert ? convert(value) : value;
    if (many) out[name].push(converted);
    else out[name] = converted;
  });
  return out;
}

const decoders = {
  challenge: { 1: ['nonce'] },
  welcome: { 1: ['deviceId', string], 2: ['serverTimeMs'], 3: ['keepaliveS'] },
  refused: { 1: ['reason'], 2: ['text', string] },
  gateways: {
    1: ['gateways', (b) => fields(b, { 1: ['deviceId', string], 2: ['credential', string], 3: ['region', string] }), true],
  },
  sent: { 1: ['outcome'] },
  deliver: { 1: ['from', string], 2: ['fromCredential', string], 3: ['callId'], 4: ['sealed', string] },
  ping: {},
  pong: {},
};

export const REFUSED_CREDENTIAL = new Set([1, 2, 3, 4]);
export const SENT_PASSED_ON = 1;

/** Encodes one Envelope; `request` is 0 for messages that expect no reply. */
export function encode(request, name, message = {}) {
  const body = encoders[name](message).done();
  return new Writer().number(1, request).bytes(BODY[name], body).done();
}

/** Decodes one Envelope into {request, name, message}; name is undefined for a body this page does not know. */
export function decode(bytes) {
  const out = { request: 0, name: undefined, message: undefined };
  read(bytes, (field, value) => {
    if (field === 1) out.request = value;
    else if (NAME[field] && decoders[NAME[field]]) {
      out.name = NAME[field];
      out.message = fields(value, decoders[NAME[field]]);
    }
  });
  return out;
}
