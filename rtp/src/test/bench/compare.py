#!/usr/bin/env python3
"""Our gateway and rtpengine in turn, under the same load, in the same session: the ratios that count.

  compare.py --tools DIR                      the whole table (about 25 minutes)
  compare.py --tools DIR --rows transcode-25 --seconds 10 --warmup 20
  compare.py --tools DIR --capacity --ours-steps 160,200,220 --peer-steps 50,55,60

DIR (or $TOLLGATE_BENCH_TOOLS) holds rtpload, ngdrive.py, the voices, and codecfloor when the host's slowness is to be
noted; --rtpload and --ngdrive name them one by one. Both gateways run as `chrt -r 1`, the generator above them, because
the host is shared; every point has a fresh gateway. CPU is utime + stime of the gateway's process over the window.
Appends one line for each run to FOLDER/runs.jsonl; prints the table as JSON and writes FOLDER/table.md."""
import argparse
import json
import os
import pathlib
import socket
import subprocess
import sys
import threading
import time

REPOSITORY = pathlib.Path(__file__).resolve().parents[4]
PEER = ["rtpengine", "--config-file=none", "--table=-1", "--interface=127.0.0.1", "--listen-ng=127.0.0.1:22222",
        "--port-min=10000", "--port-max=15999", "--log-level=3", "--log-stderr", "--foreground"]
CM, GCM = "AES_CM_128_HMAC_SHA1_80", "AEAD_AES_256_GCM"

# name: mode, suite, calls, complexity of ours (rtpengine always uses 10)
ROWS = {
    "transcode-25": ("transcode", CM, 25, 10),
    "transcode-50": ("transcode", CM, 50, 10),
    "transcode-50-c5": ("transcode", CM, 50, 5),
    "transcode-50-gcm": ("transcode", GCM, 50, 10),
    "relay-100": ("relay", CM, 100, 10),
    "relay-400": ("relay", CM, 400, 10),
}
LOSSLESS_PCT, CAPACITY_DELAY_MS = 0.01, 60.0


def resident_kb(pid):
    with open("/proc/%d/status" % pid) as status:
        return int(next(line for line in status if line.startswith("VmRSS")).split()[1])


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


class Session:
    def __init__(self, options):
        self.o = options
        self.folder = pathlib.Path(options.folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        tools = pathlib.Path(options.tools) if options.tools else None
        self.rtpload = self.tool(options.rtpload, tools, "rtpload")
        self.ngdrive = self.tool(options.ngdrive, tools, "ngdrive.py")
        self.codecfloor = tools / "codecfloor" if tools and (tools / "codecfloor").exists() else None
        self.voices = pathlib.Path(options.voices) if options.voices else self.rtpload.parent

    @staticmethod
    def tool(named, tools, name):
        path = pathlib.Path(named) if named else tools / name if tools else None
        if path is None or not path.exists():
            sys.exit("compare.py: where is %s? Use --tools, --%s or TOLLGATE_BENCH_TOOLS." % (name, name.split(".")[0]))
        return path.resolve()

    def slowness(self):
        """Microseconds of a fixed piece of work now: 256 on a quiet host of the kind the figures come from."""
        if not self.codecfloor:
            return None
        out = subprocess.run(["chrt", "-r", "1", self.codecfloor, "calib"], cwd=self.codecfloor.parent, check=True,
                             stdout=subprocess.PIPE)
        return float(out.stdout)

    def load(self, calls, pid, warmup):
        command = [self.rtpload, "-R", "-c", calls, "-a", self.voices / "voiceA", "-b", self.voices / "voiceB",
                   "-t", str(self.o.seconds), "-w", str(warmup), "-s", "4", "-p", str(pid)]
        out = subprocess.run(list(map(str, command)), check=True, stdout=subprocess.PIPE,
                             timeout=self.o.seconds + warmup + 180).stdout
        return json.loads(out)

    def ours(self, mode, suite, calls, complexity):
        file = self.folder / "calls-ours.txt"
        command = ["chrt", "-r", "1", str(REPOSITORY / "tollgate"), "bench", "media", "--make", str(calls), "--mode", mode,
                   "--suite", suite, "--complexity", str(complexity), "--out", str(file), "--warmup", str(self.o.warmup)]
        gateway = subprocess.Popen(command + self.o.ours_arg, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        words = []
        for line in gateway.stderr:
            words.append(line)
            if "calls ready" in line:
                break
        else:
            sys.exit("our gateway did not start:\n" + "".join(words))
        threading.Thread(target=lambda: words.extend(gateway.stderr), daemon=True).start()
        try:
            before = resident_kb(gateway.pid)
            result = self.load(file, gateway.pid, self.o.warmup)
            gateway.terminate()
            result["gateway"] = json.loads(gateway.stdout.readline())
            result["rss_before_kb"] = min(before, result["gateway"]["rss_before_calls_kb"])
        finally:
            gateway.kill()
            gateway.wait()
        return result

    def peer(self, mode, suite, calls, _complexity):
        file = self.folder / "calls-peer.txt"
        with open(self.folder / "rtpengine.log", "w") as log:
            gateway = subprocess.Popen(["chrt", "-r", "1"] + PEER, stdout=subprocess.DEVNULL, stderr=log,
                                       start_new_session=True)
        try:
            await_peer(gateway)
            before = resident_kb(gateway.pid)
            subprocess.run([sys.executable, str(self.ngdrive), "setup", "--n", str(calls), "--mode", mode, "--suite", suite,
                            "--out", str(file)], check=True)
            result = self.load(file, gateway.pid, self.o.peer_warmup)
            result["rss_before_kb"] = before
        finally:
            gateway.terminate()
            gateway.wait(30)
        return result

    def run(self, who, name, mode, suite, calls, complexity):
        slow = self.slowness()
        result = (self.ours if who == "ours" else self.peer)(mode, suite, calls, complexity)
        after = self.slowness()
        result.update(who=who, row=name, mode=mode, suite=suite, complexity=complexity,
                      at=time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
                      calib_us=round((slow + after) / 2, 1) if slow else None)
        with open(self.folder / "runs.jsonl", "a") as file:
            file.write(json.dumps(result) + "\n")
        print(line(result), file=sys.stderr, flush=True)
        return result


def clean(result):
    """Whether nothing was lost: a packet more or less at the edges of the window is none."""
    return all(result[d]["lost_pct"] <= LOSSLESS_PCT and result[d]["worst_leg_lost"] <= 1
               and result[d].get("audio_delay_p99_ms", 1e9) < CAPACITY_DELAY_MS for d in ("a2b", "b2a"))


def line(r):
    way = "  ".join("%s loss %.3f %% audio %.1f/%.1f ms env %.4f" % (
        d, r[d]["lost_pct"], r[d].get("audio_delay_p50_ms", -1), r[d].get("audio_delay_p99_ms", -1),
        r[d].get("env_corr_min", -1)) for d in ("a2b", "b2a"))
    return "%-5s %-18s %4d calls  %6.2f ms/s/call  rss %d KB  %s  calib %s  gen late p99 %.1f" % (
        r["who"], r["row"], r["calls"], r["dut"]["cpu_ms_per_s_per_call"], r["dut"]["rss_kb"], way, r["calib_us"],
        r["gen"]["late_p99_ms"])


def capacity(session, who, steps):
    """The most calls of some numbers, ascending, that pass; a failing number gets a second chance."""
    best = None
    for calls in steps:
        tried = [session.run(who, "capacity", "transcode", CM, calls, session.o.capacity_complexity)]
        if not clean(tried[0]):
            tried.append(session.run(who, "capacity", "transcode", CM, calls, session.o.capacity_complexity))
        good = [r for r in tried if clean(r)]
        if not good:
            break
        best = good[0]
    return best


def best_of(runs):
    return min(runs, key=lambda r: r["dut"]["cpu_ms_per_s_per_call"])


def summary(runs, capacities):
    """Rows of the table: best CPU of each side, and the figures of that run."""
    rows = []
    for name, (mode, _, calls, complexity) in ROWS.items():
        mine = [r for r in runs if r["row"] == name and r["who"] == "ours"]
        theirs = [r for r in runs if r["row"] == name and r["who"] == "peer"]
        if not mine or not theirs:
            continue
        a, b = best_of(mine), best_of(theirs)
        row = {"row": name, "mode": mode, "calls": calls, "complexity": complexity if mode == "transcode" else None,
               "ours_cpu": a["dut"]["cpu_ms_per_s_per_call"], "peer_cpu": b["dut"]["cpu_ms_per_s_per_call"],
               "ratio": round(a["dut"]["cpu_ms_per_s_per_call"] / b["dut"]["cpu_ms_per_s_per_call"], 3)}
        for who, r in (("ours", a), ("peer", b)):
            row[who + "_lost_pct"] = max(r[d]["lost_pct"] for d in ("a2b", "b2a"))
            row[who + "_delay_ms"] = [r[d].get("audio_delay_p50_ms", -1) for d in ("a2b", "b2a")]
            row[who + "_env_corr"] = min(r[d].get("env_corr_min", -1) for d in ("a2b", "b2a"))
            row[who + "_kb_per_call"] = round((r["dut"]["rss_kb"] - r["rss_before_kb"]) / r["calls"])
            row[who + "_calib_us"] = r["calib_us"]
        rows.append(row)
    return {"rows": rows, "memory_kb_per_call": slopes(runs),
            "capacity_calls": {who: r and r["calls"] for who, r in capacities.items()}}


def slopes(runs):
    """Memory that each further call takes: fixed costs, such as compiled code, fall out of the difference."""
    result = {}
    for who in ("ours", "peer"):
        points = {}
        for r in runs:
            if r["who"] == who and r["mode"] == "transcode" and r["suite"] == CM and r["complexity"] == 10:
                points.setdefault(r["calls"], []).append(r["dut"]["rss_kb"])
        if len(points) > 1:
            low, high = min(points), max(points)
            result[who] = round((min(points[high]) - min(points[low])) / (high - low))
            result[who + "_between_calls"] = [low, high]
    return result


def markdown(table):
    out = ["| case | calls | ours, CPU-ms/s a call | rtpengine | ratio | loss % ours / peer | audio delay p50 A→B / B→A, ms: ours"
           " | peer | envelope corr. ours / peer |", "|---|---|---|---|---|---|---|---|---|"]
    for r in table["rows"]:
        case = r["mode"] + (" c%d" % r["complexity"] if r["complexity"] else "") + (" GCM" if "gcm" in r["row"] else "")
        out.append("| %s | %d | %.2f | %.2f | %.2f | %.3f / %.3f | %.1f / %.1f | %.1f / %.1f | %.4f / %.4f |" % (
            case, r["calls"], r["ours_cpu"], r["peer_cpu"], r["ratio"], r["ours_lost_pct"], r["peer_lost_pct"],
            *r["ours_delay_ms"], *r["peer_delay_ms"], r["ours_env_corr"], r["peer_env_corr"]))
    out += ["", "Memory a call: %s. Calls without loss: %s." % (
        json.dumps(table["memory_kb_per_call"]), json.dumps(table["capacity_calls"]))]
    return "\n".join(out) + "\n"


def numbers(text):
    return [int(each) for each in text.split(",") if each]


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--tools", default=os.environ.get("TOLLGATE_BENCH_TOOLS"))
    p.add_argument("--rtpload")
    p.add_argument("--ngdrive")
    p.add_argument("--voices", help="folder of voiceA.48k.wav and so on; default: beside rtpload")
    p.add_argument("--rows", default=",".join(ROWS), help="of %s, or none" % ", ".join(ROWS))
    p.add_argument("--who", default="peer,ours")
    p.add_argument("--repeat", type=int, default=1)
    p.add_argument("--seconds", type=int, default=15)
    p.add_argument("--warmup", type=int, default=40, help="seconds of load before the window, for ours")
    p.add_argument("--peer-warmup", type=int, default=4)
    p.add_argument("--capacity", action="store_true", help="also look for the most calls without loss")
    p.add_argument("--capacity-complexity", type=int, default=5)
    p.add_argument("--ours-steps", type=numbers, default=[160, 200, 220, 240])
    p.add_argument("--peer-steps", type=numbers, default=[50, 55, 60])
    p.add_argument("--ours-arg", action="append", default=[], help="one more argument for our gateway")
    p.add_argument("--folder", default="target/bench-results")
    session = Session(p.parse_args())
    o = session.o
    runs = []
    for _ in range(o.repeat):
        for name in filter(None, o.rows.replace("none", "").split(",")):
            if name not in ROWS:
                p.error("there is no row '%s'" % name)
            for who in o.who.split(","):
                runs.append(session.run(who, name, *ROWS[name]))
    capacities = {}
    if o.capacity:
        for who in o.who.split(","):
            capacities[who] = capacity(session, who, o.ours_steps if who == "ours" else o.peer_steps)
    table = summary(runs, capacities)
    (session.folder / "table.md").write_text(markdown(table))
    print(json.dumps(table, indent=1))


if __name__ == "__main__":
    main()
