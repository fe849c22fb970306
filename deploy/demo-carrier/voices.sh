#!/bin/sh
# Makes the voices of the demo carrier (Debian: espeak-ng, sox). The results are committed; run this only to change what
# the carrier says. Everything is 8 kHz, 16 bit, mono, normalised to -6 dBFS so that mixing in an echo cannot clip.
set -eu
cd "$(dirname "$0")/src/main/resources/io/tollgate/carrier/voices"
raw=$(mktemp --suffix=.wav)
trap 'rm -f "$raw"' EXIT

# say NAME WORDS-PER-MINUTE TEXT: silence is trimmed at both ends, pauses inside are cut to 150 ms.
say() {
    espeak-ng -v en-gb -s "$2" -w "$raw" "$3"
    sox -D "$raw" -r 8000 -b 16 -c 1 "$1.wav" silence 1 0.01 0.3% reverse silence 1 0.01 0.3% reverse \
        silence -l 1 0 0.3% -1 0.15 0.3% norm -6
}

say main 165 "Good morning from the other end of the line. You are listening to a small machine that pretends to be the whole \
telephone network. Each word you hear was packed into little parcels, fifty of them in every second, and opened again \
close to your ear. Now it is your turn to speak."
say early 175 "One moment please. We are connecting your call."
say unrecognised 175 "The number you have dialled has not been recognised."

n=0
for word in zero one two three four five six seven eight nine; do
    say "$n" 175 "$word"
    n=$((n + 1))
done
say star 175 "star"
say hash 175 "hash"
du -bc ./*.wav | tail -1
