"""The program that tests of the command line run, as a person would."""

import os
import pathlib
import subprocess

PROGRAM = pathlib.Path(os.environ["QIUHAO_PROGRAM"]).resolve()


def run(*arguments, lang="en", env=None, **options):
    """Speaks English unless the arguments or the environment given here say otherwise."""
    locale = {"LC_ALL": "zh_CN.UTF-8" if lang == "zh" else "C"}
    return subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True, timeout=300,
                          env=os.environ | locale | (env or {}), **options)


def must(*arguments, **options):
    done = run(*arguments, **options)
    assert done.returncode == 0, done.stderr + done.stdout
    return done.stdout
