// Runs in the page before its own scripts: whatever stream a media element is given to play is recorded as well.
(() => {
  const kept = [];
  const property = Object.getOwnPropertyDescriptor(HTMLMediaElement.prototype, 'srcObject');
  Object.defineProperty(HTMLMediaElement.prototype, 'srcObject', {
    ...property,
    set(stream) {
      property.set.call(this, stream);
      if (stream) record(stream).catch((problem) => console.error('capture:', problem.message));
    },
  });

  async function record(stream) {
    const context = new AudioContext({ sampleRate: 48000 });
    await context.resume();
    // An AudioWorklet would need a script from this origin; the page's content security policy stays as it is.
    const node = context.createScriptProcessor(16384, 1, 1);
    const quiet = context.createGain();
    quiet.gain.value = 0;
    node.onaudioprocess = ({ inputBuffer }) => kept.push(inputBuffer.getChannelData(0).slice(0));
    context.createMediaStreamSource(stream).connect(node).connect(quiet).connect(context.destination);
  }

  // What was played so far: 16 bit, 48 kHz, mono, little endian, in base64.
  window.whatWasPlayed = () => {
    const pcm = new Int16Array(kept.reduce((sum, block) => sum + block.length, 0));
    let at = 0;
    for (const block of kept) for (const value of block) pcm[at++] = Math.max(-1, Math.min(1, value)) * 32767;
    const bytes = new Uint8Array(pcm.buffer);
    let text = '';
    for (let i = 0; i < bytes.length; i += 32768) text += String.fromCharCode(...bytes.subarray(i, i + 32768));
    return btoa(text);
  };
})();
