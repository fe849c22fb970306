// JWS (ES256) and JWE (ECDH-ES or dir, A256GCM) in compact form on the browser's own WebCrypto: RFC 7515, 7516, 7518.
// Only the algorithms of docs/protocol.md are known here, so none can be talked into being used.

const text = new TextEncoder();
const untext = new TextDecoder();

export function toBase64Url(bytes) {
  let binary = '';
  for (const byte of new Uint8Array(bytes)) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

export function fromBase64Url(value) {
  const binary = atob(value.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (c) => c.charCodeAt(0));
}

const toJson64 = (value) => toBase64Url(text.encode(JSON.stringify(value)));
const fromJson64 = (value) => JSON.parse(untext.decode(fromBase64Url(value)));
const random = (length) => crypto.getRandomValues(new Uint8Array(length));

export const randomKey = () => random(32);

/** RFC 7638 thumbprint of a P-256 public key: the device id. */
export async function thumbprint(jwk) {
  const canonical = JSON.stringify({ crv: jwk.crv, kty: jwk.kty, x: jwk.x, y: jwk.y });
  return toBase64Url(await crypto.subtle.digest('SHA-256', text.encode(canonical)));
}

export function publicJwk({ kty, crv, x, y }) {
  return { kty, crv, x, y };
}

/** Signs a JSON payload. */
export async function sign(payload, typ, privateKey) {
  const input = `${toJson64({ alg: 'ES256', typ })}.${toJson64(payload)}`;
  const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, privateKey, text.encode(input));
  return `${input}.${toBase64Url(signature)}`;
}

/** Verifies a compact JWS under one public JWK; gives {header, payload} or throws. */
export async function verify(compact, jwk, typ) {
  const [header64, payload64, signature64, more] = compact.split('.');
  if (!signature64 || more !== undefined) throw new Error('not a signed message');
  const header = fromJson64(header64);
  if (header.alg !== 'ES256' || header.typ !== typ) throw new Error(`a signature of kind ${header.alg}, ${header.typ}`);
  const key = await crypto.subtle.importKey(
    'jwk', publicJwk(jwk), { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify']);
  const good = await crypto.subtle.verify(
    { name: 'ECDSA', hash: 'SHA-256' }, key, fromBase64Url(signature64), text.encode(`${header64}.${payload64}`));
  if (!good) throw new Error('the signature is wrong');
  return { header, payload: fromJson64(payload64) };
}

export const headerOf = (compact) => fromJson64(compact.split('.')[0]);
export const claimsOf = (compact) => fromJson64(compact.split('.')[1]);

// Concat KDF of RFC 7518 section 4.6.2 for one round: alg "A256GCM", empty party info, 256 bits.
async function contentKey(sharedSecret) {
  const alg = text.encode('A256GCM');
  const input = new Uint8Array(4 + 32 + 4 + alg.length + 4 + 4 + 4);
  const view = new DataView(input.buffer);
  view.setUint32(0, 1);
  input.set(new Uint8Array(sharedSecret), 4);
  view.setUint32(36, alg.length);
  input.set(alg, 40);
  view.setUint32(input.length - 4, 256);
  return new Uint8Array(await crypto.subtle.digest('SHA-256', input));
}

const aes = (raw, use) => crypto.subtle.importKey('raw', raw, 'AES-GCM', false, [use]);

async function encrypt(header, rawKey, plaintext) {
  const header64 = toJson64(header);
  const iv = random(12);
  const sealed = new Uint8Array(await crypto.subtle.encrypt(
    { name: 'AES-GCM', iv, additionalData: text.encode(header64) }, await aes(rawKey, 'encrypt'), text.encode(plaintext)));
  const cut = sealed.length - 16;
  return [header64, '', toBase64Url(iv), toBase64Url(sealed.subarray(0, cut)), toBase64Url(sealed.subarray(cut))].join('.');
}

async function decrypt(parts, rawKey) {
  const [header64, , iv, ciphertext, tag] = parts;
  const sealed = new Uint8Array([...fromBase64Url(ciphertext), ...fromBase64Url(tag)]);
  const plain = await crypto.subtle.decrypt(
    { name: 'AES-GCM', iv: fromBase64Url(iv), additionalData: text.encode(header64) }, await aes(rawKey, 'decrypt'), sealed);
  return untext.decode(plain);
}

const TYP = 'tollgate-sealed+jwe';
const CURVE = { name: 'ECDH', namedCurve: 'P-256' };

function partsOf(compact, alg) {
  const parts = compact.split('.');
  if (parts.length !== 5) throw new Error('not a sealed message');
  const header = fromJson64(parts[0]);
  if (header.alg !== alg || header.enc !== 'A256GCM' || parts[1] !== '') throw new Error(`sealed by ${header.alg}, ${header.enc}`);
  return { parts, header };
}

/** Seals text to a receiver's public agreement key (ECDH-ES). */
export async function sealTo(receiverJwk, plaintext) {
  const receiver = await crypto.subtle.importKey('jwk', publicJwk(receiverJwk), CURVE, false, []);
  const ephemeral = await crypto.subtle.generateKey(CURVE, false, ['deriveBits']);
  const epk = publicJwk(await crypto.subtle.exportKey('jwk', ephemeral.publicKey));
  const secret = await crypto.subtle.deriveBits({ name: 'ECDH', public: receiver }, ephemeral.privateKey, 256);
  return encrypt({ alg: 'ECDH-ES', enc: 'A256GCM', typ: TYP, epk }, await contentKey(secret), plaintext);
}

/** Opens what was sealed to this device's agreement key. */
export async function openSealed(compact, privateKey) {
  const { parts, header } = partsOf(compact, 'ECDH-ES');
  const sender = await crypto.subtle.importKey('jwk', publicJwk(header.epk), CURVE, false, []);
  const secret = await crypto.subtle.deriveBits({ name: 'ECDH', public: sender }, privateKey, 256);
  return decrypt(parts, await contentKey(secret));
}

/** Seals text under a call key. */
export const sealUnder = (key, plaintext) => encrypt({ alg: 'dir', enc: 'A256GCM', typ: TYP }, key, plaintext);

/** Opens what was sealed under a call key. */
export const openUnder = (key, compact) => decrypt(partsOf(compact, 'dir').parts, key);
