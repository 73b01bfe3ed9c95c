"""Audits in shards, through the program itself: united they give the files of one run byte for byte, also when Open MPI
spreads them over processes and hosts (network namespaces); what does not belong together is refused."""

import os
import pathlib
import random
import re
import shutil
import signal
import subprocess
import tempfile
import time
import unittest
import zipfile

PROGRAM = pathlib.Path(os.environ["QIUHAO_PROGRAM"]).resolve()
MPI_MODULE = PROGRAM.parent / "qiuhao_mpi.so"
HOSTS = 3  # network namespaces
CLUSTER = re.compile(r"^(SLURM_|OMPI_|PMIX_|JOB_COMPLETION_INDEX|QIUHAO_SHARDS)")


def environment(**more):
    kept = {name: value for name, value in os.environ.items() if not CLUSTER.match(name)}
    return kept | {"OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1"} | more


def run(*arguments, env=None, timeout=300):
    return subprocess.run([str(a) for a in arguments], capture_output=True, text=True, timeout=timeout,
                          env=env or environment())


def qiuhao(*arguments, **options):
    return run(PROGRAM, *arguments, **options)


def content_of(path):
    """The bytes of a file of a run, without when and how long it was worked on."""
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as sheets:
            return {name: sheets.read(name) for name in sheets.namelist() if name != "docProps/core.xml"}
    data = path.read_bytes()
    if path.name == "summary.json":
        data = re.sub(rb'"(started_at|seconds)": [^\n]*', b"", data)
    if path.name == "report.html":
        data = re.sub(rb"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", b"", data)
    return data


def run_of(folder):
    return {path.name: content_of(path) for path in sorted(folder.iterdir())}


def setUpModule():
    Case.base = pathlib.Path(tempfile.mkdtemp(prefix="qiuhao-shards-"))
    Case.workspace = Case.base / "workspace"
    for words in (["simulate", Case.base / "city", "--people", 1500, "--months", 6, "--seed", 3],
                  ["simulate", Case.base / "more", "--people", 50, "--months", 6, "--seed", 4],
                  ["import", Case.workspace, Case.base / "city"],
                  ["audit", Case.workspace, "--out", Case.base / "whole", "--threads", 1]):
        done = qiuhao(*words)
        assert done.returncode == 0, done.stderr
    Case.whole = run_of(Case.base / "whole")
    assert len(Case.whole) == 6 and len(Case.whole["findings.csv"].splitlines()) > 300


def tearDownModule():
    shutil.rmtree(Case.base, ignore_errors=True)


class Case(unittest.TestCase):
    """One simulated city for all of them."""

    def folder(self, name):
        return self.base / f"{self.id().rsplit('.', 1)[-1]}-{name}"

    def assert_is_whole(self, folder):
        found = run_of(folder)
        self.assertEqual(sorted(found), sorted(self.whole))
        for name, content in self.whole.items():
            self.assertTrue(found[name] == content, f"{name} differs")

    def shard(self, shard, folder, *more, **options):
        return qiuhao("audit", self.workspace, "--shard", shard, "--out", folder, *more, **options)

    def mpirun(self, *words, ranks=4, launch=(), **options):
        return run(*launch, "mpirun", "--oversubscribe", "-n", ranks, *words, **options)

    def assert_refused(self, done, code, words):
        self.assertEqual(done.returncode, code, done.stderr)
        self.assertIn(words, done.stderr)


class Shards(Case):
    def test_united_they_are_the_run_that_was_not_split(self):
        for count in (1, 2, 3, 7):
            partials = self.folder(f"partials-{count}")
            order = list(range(1, count + 1))
            random.Random(count).shuffle(order)
            for index in order:
                done = self.shard(f"{index}/{count}", partials, "--threads", index)
                self.assertEqual(done.returncode, 0, done.stderr)
            out = self.folder(f"out-{count}")
            files = [partials / f"audit-{index}-of-{count}.partial" for index in order]
            done = qiuhao("audit", "merge", self.workspace, *(files if count == 3 else [partials]), "--out", out)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assert_is_whole(out)

    def test_threads_do_not_show(self):
        for threads in (2, 8):
            out = self.folder(str(threads))
            self.assertEqual(qiuhao("audit", self.workspace, "--out", out, "--threads", threads).returncode, 0)
            self.assert_is_whole(out)

    def test_a_merge_repeats_period_providers_and_rules_of_its_shards(self):
        asked = ["--from", "2025-02-01", "--to", "2025-04-30", "--rules", "R0112,R0201,R0207"]
        asked += ["--known-on", "2026-01-01"]
        self.assertEqual(qiuhao("audit", self.workspace, *asked, "--out", self.folder("whole")).returncode, 0)
        for shard in ("1/2", "2/2"):
            self.assertEqual(self.shard(shard, self.folder("partials"), *asked).returncode, 0)
        done = qiuhao("audit", "merge", self.workspace, self.folder("partials"), "--out", self.folder("out"))
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(run_of(self.folder("whole")), run_of(self.folder("out")))

    def test_what_does_not_belong_together_is_refused(self):
        partials = self.folder("partials")
        for shard in ("1/3", "3/3"):
            self.shard(shard, partials)
        merge = ["audit", "merge", self.workspace, "--out", self.folder("out")]
        missing = qiuhao(*merge, partials)
        self.assert_refused(missing, 3, "qiuhao audit WORKSPACE --shard 2/3 --out DIR")
        self.assertIn("缺 1 个：2", qiuhao(*merge, partials, "--lang", "zh").stderr)
        self.shard("2/3", partials, "--from", "2025-02-01")
        self.assert_refused(qiuhao(*merge, partials), 3, "another period")
        self.shard("2/3", partials, "--rules", "R0112")
        self.assert_refused(qiuhao(*merge, partials), 3, "other rules")
        self.shard("2/3", partials, "--known-on", "2025-12-31")
        self.assert_refused(qiuhao(*merge, partials), 3, "--known-on")
        self.shard("2/3", partials)
        self.assert_refused(qiuhao(*merge, partials, partials / "audit-1-of-3.partial"), 3, "once more")
        other = self.folder("workspace")
        shutil.copytree(self.workspace, other)
        self.assertEqual(qiuhao("import", other, self.base / "more").returncode, 0)
        merged = qiuhao("audit", "merge", other, partials, "--out", self.folder("out"))
        self.assert_refused(merged, 3, "generation 1 of the tape, the workspace now on 2")
        # People whose tape the new parts hold are judged once, in shards as in one run.
        self.assertEqual(qiuhao("audit", other, "--out", self.folder("whole")).returncode, 0)
        for shard in ("1/2", "2/2"):
            done = qiuhao("audit", other, "--shard", shard, "--out", self.folder("second"))
            self.assertEqual(done.returncode, 0, done.stderr)
        done = qiuhao("audit", "merge", other, self.folder("second"), "--out", self.folder("merged"))
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(run_of(self.folder("whole")), run_of(self.folder("merged")))
        damaged = partials / "audit-1-of-3.partial"
        damaged.write_bytes(damaged.read_bytes()[:-9])
        self.assert_refused(qiuhao(*merge, partials), 3, "damaged")
        self.assert_refused(qiuhao(*merge, self.base / "city" / "setl_d.csv"), 3, "no partial result")
        self.assert_refused(self.shard("4/3", partials), 2, "2/7")
        self.assert_refused(qiuhao("audit", self.workspace, "--shard", "1/3"), 2, "--out")
        self.assertFalse(self.folder("out").exists())

    def test_clusters_say_the_shard(self):
        partials = self.folder("partials")
        for engine in ({"SLURM_ARRAY_TASK_ID": "1", "SLURM_ARRAY_TASK_MIN": "1", "SLURM_ARRAY_TASK_COUNT": "3"},
                       {"JOB_COMPLETION_INDEX": "1", "QIUHAO_SHARDS": "3"},
                       {"SLURM_PROCID": "2", "SLURM_NTASKS": "3"}):
            done = self.shard("auto", partials, env=environment(**engine))
            self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(sorted(path.name for path in partials.iterdir()),
                         ["audit-1-of-3.partial", "audit-2-of-3.partial", "audit-3-of-3.partial"])
        self.assertEqual(qiuhao("audit", "merge", self.workspace, partials, "--out", self.folder("out")).returncode, 0)
        self.assert_is_whole(self.folder("out"))
        self.assert_refused(self.shard("auto", partials), 2, "--shard I/N")


@unittest.skipUnless(MPI_MODULE.exists() and shutil.which("mpirun"), "built without MPI, or mpirun is not installed")
class Mpi(Case):
    def test_ranks_are_shards(self):
        done = self.mpirun(PROGRAM, "audit", self.workspace, "--out", self.folder("out"))
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assert_is_whole(self.folder("out"))
        self.assertEqual(done.stdout.count("R0112"), 2, "one rank alone speaks")  # by rule, and the order of money

    def test_what_is_wrong_on_any_rank_ends_all(self):
        wrong = self.mpirun(PROGRAM, "audit", self.base / "nowhere", ranks=3)
        self.assertEqual(wrong.returncode, 3, wrong.stderr)
        self.assertEqual(wrong.stderr.count("holds no claims yet"), 1)
        script = f'if [ $OMPI_COMM_WORLD_RANK = 2 ]; then w={self.base}/nowhere; else w={self.workspace}; fi; ' \
                 f'exec {PROGRAM} audit $w --out {self.folder("out")}'
        one = self.mpirun("sh", "-c", script, ranks=3)
        self.assertEqual(one.returncode, 3, one.stderr)
        self.assertIn("rank 2: holds no claims yet", one.stderr)
        self.assertFalse(self.folder("out").exists())

    def test_a_rank_that_is_killed_leaves_nothing_half_written(self):
        pids = self.folder("pids")
        pids.mkdir()
        script = f'echo $$ > {pids}/$OMPI_COMM_WORLD_RANK; if [ $OMPI_COMM_WORLD_RANK = 1 ]; then exec sleep 60; fi; ' \
                 f'exec {PROGRAM} audit {self.workspace} --out {self.folder("out")}'
        with subprocess.Popen(["mpirun", "--oversubscribe", "-n", "3", "sh", "-c", script], env=environment(),
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as job:
            for _ in range(200):
                if len(list(pids.iterdir())) == 3 and (pids / "1").read_text().strip():
                    break
                time.sleep(0.05)
            time.sleep(0.5)  # the others judge, or wait for this one already
            self.assertIsNone(job.poll())
            os.kill(int((pids / "1").read_text()), signal.SIGKILL)
            self.assertNotEqual(job.wait(timeout=60), 0)
        self.assertFalse(self.folder("out").exists())
        self.assertEqual([path for path in self.base.iterdir() if path.name.startswith(".run-")], [])

    def test_the_program_starts_without_mpi(self):
        linked = run("ldd", PROGRAM).stdout
        self.assertNotIn("libmpi", linked)


class Hosts:
    """Network namespaces joined by a bridge, each with its own host name: hosts, as far as MPI can tell."""

    def __init__(self, folder):
        self.names = [f"qiuhao-{os.getpid()}-{number}" for number in range(HOSTS)]
        self.bridge = f"qh{os.getpid() % 100000}"
        self.folder = folder
        self.agent = folder / "agent"

    def address(self, number):
        return f"10.213.77.{number + 1}"

    def start(self):
        """False, with the reason, where namespaces are not allowed."""
        steps = [["ip", "netns", "add", name] for name in self.names]
        first = self.names[0]
        steps += [["ip", "-n", first, "link", "add", self.bridge, "type", "bridge"],
                  ["ip", "-n", first, "link", "set", self.bridge, "up"],
                  ["ip", "-n", first, "addr", "add", f"{self.address(0)}/24", "dev", self.bridge]]
        for number, name in enumerate(self.names):
            steps.append(["ip", "-n", name, "link", "set", "lo", "up"])
            if number == 0:
                continue
            steps += [["ip", "-n", first, "link", "add", f"to{number}", "type", "veth", "peer", "name", "eth0",
                       "netns", name],
                      ["ip", "-n", first, "link", "set", f"to{number}", "master", self.bridge, "up"],
                      ["ip", "-n", name, "addr", "add", f"{self.address(number)}/24", "dev", "eth0"],
                      ["ip", "-n", name, "link", "set", "eth0", "up"]]
        for step in steps:
            try:
                done = run(*step)
            except FileNotFoundError:
                return "ip is not installed"
            if done.returncode != 0:
                return f"{' '.join(step)}: {done.stderr.strip()}"
        cases = "".join(f'  {self.address(number)}) name={name} ;;\n' for number, name in enumerate(self.names))
        self.agent.write_text("#!/bin/sh\n# Stands in for ssh: AGENT HOST COMMAND…\ncase $1 in\n" + cases +
                              "esac\nshift\n"
                              'exec ip netns exec "$name" unshare --uts sh -c "hostname $name; $*"\n')
        self.agent.chmod(0o755)
        return ""

    def launch(self):
        first = self.names[0]
        return ["ip", "netns", "exec", first, "unshare", "--uts", "sh", "-c", f'hostname {first}; exec "$@"', "sh"]

    def options(self):
        hosts = ",".join(f"{self.address(number)}:1" for number in range(HOSTS))
        return ["--host", hosts, "--mca", "plm_rsh_agent", self.agent, "--mca", "btl", "tcp,self", "--mca",
                "btl_tcp_if_include", "10.213.77.0/24", "--mca", "oob_tcp_if_include", "10.213.77.0/24"]

    def stop(self):
        for name in self.names:
            run("ip", "netns", "del", name)


@unittest.skipUnless(MPI_MODULE.exists() and shutil.which("mpirun"), "built without MPI, or mpirun is not installed")
class SeveralHosts(Case):
    def test_hosts_are_shards(self):
        hosts = Hosts(self.base)
        self.addCleanup(hosts.stop)
        reason = hosts.start()
        if reason:
            self.skipTest(f"no network namespaces here: {reason}")
        said = self.mpirun(*hosts.options(), "sh", "-c", "echo host=$(hostname)", ranks=HOSTS, launch=hosts.launch())
        self.assertEqual(said.returncode, 0, said.stderr)
        self.assertEqual(len(set(re.findall(r"host=(\S+)", said.stdout))), HOSTS, said.stdout)
        done = self.mpirun(*hosts.options(), PROGRAM, "audit", self.workspace, "--out", self.folder("out"), ranks=HOSTS,
                           launch=hosts.launch())
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assert_is_whole(self.folder("out"))


if __name__ == "__main__":
    unittest.main()
