#!/usr/bin/env python3
"""Speech over bad networks: ours, rtpengine and Chromium's own jitter buffer hear the same impaired streams.

  impairments.py --voice voice.wav --ngdrive ngdrive.py --folder target/impairments --plot docs/media-impairments.svg

A voice (any WAV) is encoded once as Opus with forward error correction and as PCMU; a seeded model says which packets
arrive and when (rtp/bench/impaired). Every gateway gets all conditions at once, a call for each, impaired on both sides.
Behind the gateways listens somebody with a fixed buffer of 60 ms who repairs nothing. Chromium gets the Opus streams as
a plain WebRTC peer. Scores:

  spectral correlation  log spectra in 18 bands, 200 to 3600 Hz, frames of 32 ms, of half seconds aligned by waveform;
                        median and tenth percentile over the half seconds
  concealed             ours: frames that the gateway invented or restored; Chromium: concealedSamples; rtpengine: frames
                        in which the listener had nothing to play
  delay                 from a packet's arrival to the playing of its sound, in the middle: network and listener's
                        buffer taken off

Needs python3-numpy, and python3-matplotlib for the plot."""
import argparse
import json
import os
import pathlib
import socket
import subprocess
import sys
import time
import wave

import numpy as np

REPOSITORY = pathlib.Path(__file__).resolve().parents[4]
TOLLGATE = str(REPOSITORY / "tollgate")
RATE, LISTENER_MS, WARMING_CALLS = 8000, 60, 12
PEER = ["rtpengine", "--config-file=none", "--table=-1", "--interface=127.0.0.1", "--listen-ng=127.0.0.1:22222",
        "--port-min=10000", "--port-max=15999", "--log-level=3", "--log-stderr", "--foreground"]


# ---- scores

def wav(path):
    with wave.open(str(path)) as w:
        return np.frombuffer(w.readframes(w.getnframes()), "<i2").astype(float) / 32768


def bands(x, size=256, hop=80):
    """Log power in 18 bands of frames of 32 ms every 10 ms."""
    frames = np.lib.stride_tricks.sliding_window_view(x, size)[::hop] * np.hanning(size)
    power = np.abs(np.fft.rfft(frames)) ** 2
    edges = np.unique(np.round(np.geomspace(200, 3600, 19) / RATE * size).astype(int))
    return np.log10(np.stack([power[:, a:max(b, a + 1)].mean(1) for a, b in zip(edges[:-1], edges[1:])], 1) + 1e-7)


def rough_lag(said, heard):
    """Samples by which heard lags behind said, to 10 ms, by their loudness in bands."""
    a, b = (m.mean(1) - m.mean() for m in (bands(said), bands(heard)))
    n = 1 << (len(a) + len(b)).bit_length()
    c = np.fft.irfft(np.fft.rfft(b, n) * np.conj(np.fft.rfft(a, n)), n)
    lag = int(c.argmax())
    return (lag - n if lag > len(b) else lag) * 80


def similarity(said, heard, around=RATE // 10):
    """Spectral correlation and lag of each half second that holds speech."""
    block, rough = RATE // 2, rough_lag(said, heard)
    quiet = 0.05 * np.sqrt((said ** 2).mean())
    floor = np.log10(0.0004 * (said ** 2).mean() * 50 + 1e-7)
    correlations, lags = [], []
    for at in range(0, len(said) - block, block):
        r = said[at:at + block]
        low = max(0, at + rough - around)
        d = heard[low:at + rough + block + around]
        if np.sqrt((r ** 2).mean()) < quiet or len(d) < block:
            continue
        c = np.correlate(d, r, "valid")
        energy = np.convolve(d ** 2, np.ones(block), "valid")
        quality = c / np.sqrt(energy * (r ** 2).sum() + 1e-12)
        k = int(quality.argmax())
        y, z = bands(r), bands(d[k:k + block])
        active = y.mean(1) > floor
        if active.any() and z[active].std() > 0:
            correlations.append(np.corrcoef(y[active].ravel(), z[active].ravel())[0, 1])
            if quality[k] > 0.6:
                lags.append(low + k - at)
        else:
            correlations.append(0.0)
    return np.array(correlations), np.array(lags) * 1000.0 / RATE


def score(said, heard):
    correlations, lags = similarity(said, heard)
    if len(correlations) == 0:
        return {"spectral": None}
    return {"spectral": round(float(np.median(correlations)), 3), "spectral_p10": round(float(np.percentile(correlations, 10)), 3),
            "lag_ms": round(float(np.median(lags)), 1) if len(lags) else None}


# ---- runs

def table(path):
    return [line.rstrip("\n").split("\t") for line in open(path)]


def heard(folder, said, conditions, direction):
    absent = {row[0]: int(row[3]) / max(1, int(row[2])) for row in table(folder / "heard.tsv") if row[1] == direction}
    result = {}
    for name, _, network_ms in conditions:
        s = score(said, wav(folder / ("%s.%s.wav" % (name, direction))))
        s["absent_pct"] = round(100 * absent.get(name, 1), 2)
        if s.get("lag_ms") is not None:
            s["delay_ms"] = round(s["lag_ms"] - LISTENER_MS - float(network_ms), 1)
        result[name] = s
    return result


def play(calls, streams, folder, seconds):
    subprocess.run(["chrt", "-r", "2", TOLLGATE, "bench", "play-streams", str(calls), str(streams), str(folder), str(seconds)], check=True,
                   stdout=sys.stderr)


def run_ours(o, streams, folder, count):
    calls = folder / "calls.txt"
    command = ["chrt", "-r", "1", TOLLGATE, "bench", "media", "--make", str(count), "--out", str(calls), "--complexity", "5",
               "--each-call"]
    gateway = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    for line in gateway.stderr:
        if "calls ready" in line:
            break
    try:
        play(calls, streams, folder, o.seconds)
        gateway.terminate()
        (folder / "gateway.json").write_text(gateway.stdout.readline())
    finally:
        gateway.kill()
        gateway.wait()


def await_peer(gateway):
    """Waits until rtpengine answers a ping on its control port."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        s.connect(("127.0.0.1", 22222))
        s.settimeout(0.3)
        for _ in range(60):
            if gateway.poll() is not None:
                break
            try:
                s.send(b"1 d7:command4:pinge")
                s.recv(100)
                return
            except OSError:
                time.sleep(0.2)
    sys.exit("rtpengine did not start")


def run_peer(o, streams, folder, count):
    calls = folder / "calls.txt"
    with open(folder / "rtpengine.log", "w") as log:
        gateway = subprocess.Popen(["chrt", "-r", "1"] + PEER, stdout=subprocess.DEVNULL, stderr=log)
    try:
        await_peer(gateway)
        subprocess.run([sys.executable, o.ngdrive, "setup", "--n", str(count), "--mode", "transcode", "--out", str(calls)],
                       check=True)
        play(calls, streams, folder, o.seconds)
    finally:
        gateway.terminate()
        gateway.wait(30)


def run_chromium(o, streams, folder):
    subprocess.run([TOLLGATE, "bench", "chromium", str(streams), str(folder), str(o.seconds), str(o.at_once)], check=True,
                   stdout=sys.stderr)


def chromium(folder, said, conditions):
    result = {}
    for name, _, _ in conditions:
        stats = json.loads((folder / (name + ".json")).read_text())
        pcm = np.fromfile(folder / (name + ".pcm"), "<i2").astype(float) / 32768
        s = score(said, pcm[stats["startedAtSample"]:])
        s["concealed_pct"] = round(100.0 * stats["concealedSamples"] / max(1, stats["totalSamplesReceived"]), 2)
        s["delay_ms"] = round(1000.0 * stats["jitterBufferDelay"] / max(1, stats["jitterBufferEmittedCount"]), 1)
        result[name] = s
    return result


def add_counts(scores, conditions, gateway, side):
    """Our gateway's own counts of frames made up, of the side that hears."""
    for (name, _, _), call in zip(conditions, gateway.get("each_call", [])):
        figures = call[side]
        frames = figures["packetsIn"] + figures["lost"]
        scores[name]["concealed_pct"] = round(100.0 * figures["concealedFrames"] / max(1, frames), 2)


# ---- results

def number(value, form="%.1f"):
    return "–" if value is None else form % value


def markdown(conditions, by, listeners):
    out = ["| network | " + " | ".join("%s: spectral corr. (p10) | concealed % | delay, ms" .replace("%s", who, 1) for who in listeners) + " |",
           "|---" * (1 + 3 * len(listeners)) + "|"]
    for name, title, _ in conditions:
        cells = []
        for who in listeners:
            s = by[who].get(name, {})
            made_up = s.get("concealed_pct", s.get("absent_pct"))
            cells += ["%s (%s)" % (number(s.get("spectral"), "%.3f"), number(s.get("spectral_p10"), "%.3f")), number(made_up),
                      number(s.get("delay_ms"), "%.0f")]
        out.append("| %s | %s |" % (title, " | ".join(cells)))
    return "\n".join(out) + "\n"


def plot(path, conditions, by, listeners):
    import matplotlib
    matplotlib.use("svg")
    import matplotlib.pyplot as plt
    figure, axes = plt.subplots(3, 1, figsize=(10, 9), sharex=True)
    x = np.arange(len(conditions))
    width = 0.8 / len(listeners)
    for i, who in enumerate(listeners):
        for axis, key, other in zip(axes, ("spectral", "concealed_pct", "delay_ms"), ("spectral", "absent_pct", "delay_ms")):
            values = [by[who].get(name, {}).get(key, by[who].get(name, {}).get(other)) or 0 for name, _, _ in conditions]
            axis.bar(x + (i - (len(listeners) - 1) / 2) * width, values, width, label=who)
    for axis, title in zip(axes, ("spectral correlation", "concealed or absent, %", "delay from arrival to playing, ms")):
        axis.set_ylabel(title)
        axis.grid(axis="y", alpha=0.3)
    axes[0].set_ylim(0.4, 1)
    axes[0].legend(loc="lower left")
    axes[-1].set_xticks(x, [title for _, title, _ in conditions], rotation=30, ha="right")
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--voice", required=True)
    p.add_argument("--ngdrive", default=os.path.join(os.environ.get("TOLLGATE_BENCH_TOOLS", "."), "ngdrive.py"))
    p.add_argument("--folder", default="target/impairments")
    p.add_argument("--seconds", type=int, default=60)
    p.add_argument("--at-once", type=int, default=4, help="streams that Chromium hears at a time")
    p.add_argument("--who", default="ours,rtpengine,Chromium", help="what to run; what ran before is scored again")
    p.add_argument("--plot")
    o = p.parse_args()
    root = pathlib.Path(o.folder)
    streams = root / "streams"
    if not (streams / "conditions.tsv").exists():
        subprocess.run([TOLLGATE, "bench", "impaired-streams", o.voice, str(o.seconds), str(streams)], check=True, stdout=sys.stderr)
    conditions = table(streams / "conditions.tsv")
    said = wav(streams / "said.wav")
    for who in filter(None, o.who.split(",")):
        folder = root / who
        folder.mkdir(parents=True, exist_ok=True)
        if who == "ours":
            run_ours(o, streams, folder, len(conditions) + WARMING_CALLS)
        elif who == "Chromium":
            run_chromium(o, streams, folder)
        else:
            run_peer(o, streams, folder, len(conditions) + WARMING_CALLS)
    overlay, trunk = {}, {}
    for who in ("ours", "rtpengine"):
        if (root / who / "heard.tsv").exists():
            overlay[who] = heard(root / who, said, conditions, "a2b")
            trunk[who] = heard(root / who, said, conditions, "b2a")
    if "ours" in overlay:
        gateway = json.loads((root / "ours" / "gateway.json").read_text())
        add_counts(overlay["ours"], conditions, gateway, "overlay")
        add_counts(trunk["ours"], conditions, gateway, "trunk")
    if any((root / "Chromium").glob("*.json")):
        overlay["Chromium"] = chromium(root / "Chromium", said, conditions)
    text = "Opus from the overlay side:\n\n" + markdown(conditions, overlay, list(overlay))
    text += "\nPCMU from the trunk side:\n\n" + markdown(conditions, trunk, list(trunk))
    (root / "table.md").write_text(text)
    (root / "scores.json").write_text(json.dumps({"opus": overlay, "pcmu": trunk}, indent=1) + "\n")
    if o.plot:
        plot(o.plot, conditions, overlay, list(overlay))
    print(text)


if __name__ == "__main__":
    main()
