const HERTZ = 440;
const SECONDS = 0.6;
const LOUDNESS = 0.08;

let audio: AudioContext | null = null;

/** Makes tones possible: browsers allow it only where somebody has just pressed something. */
export function allowTones(): void {
  audio ??= new AudioContext();
  void audio.resume();
}

/** One soft tone, which swells and fades; silence where tones were not allowed. */
export function playTone(): void {
  if (audio?.state !== 'running') return;
  const { currentTime: at } = audio;
  const gain = audio.createGain();
  gain.gain.setValueAtTime(0, at);
  gain.gain.linearRampToValueAtTime(LOUDNESS, at + SECONDS / 4);
  gain.gain.linearRampToValueAtTime(0, at + SECONDS);
  const tone = audio.createOscillator();
  tone.frequency.value = HERTZ;
  tone.connect(gain).connect(audio.destination);
  tone.start(at);
  tone.stop(at + SECONDS);
}
