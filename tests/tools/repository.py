"""A throw-away git checkout with planted files, and running one of our tools on it or with a stand-in program."""
import os
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class Repository:
    def __init__(self):
        self.folder = tempfile.TemporaryDirectory()
        self.root = Path(self.folder.name)
        subprocess.run(["git", "init", "-q", str(self.root)], check=True)
        self.write("src/LAYERS", "# tier folder\n0 base\n1 text\n2 cel\n9 cli\n")
        self.write(".clang-format", (ROOT / ".clang-format").read_text())

    def write(self, name, text, executable=False):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        if executable:
            path.chmod(0o755)
        return path

    def close(self):
        self.folder.cleanup()


def run(tool, *arguments, **environment):
    """The finished process of ROOT/tool; both outputs as text."""
    return subprocess.run([str(ROOT / tool), *map(str, arguments)], capture_output=True, text=True,
                          env={**os.environ, **{name: str(value) for name, value in environment.items()}})
