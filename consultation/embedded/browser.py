"""Debian's chromium for the tests that drive a browser: found, or installed where root may."""

import os
import shutil
import subprocess

from consultation.embedded.terminal import say

HOW = "install it with: sudo apt-get install chromium"


def find() -> str | None:
    """The path of a chromium that runs."""
    for name in (os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome"):
        path = shutil.which(name) if name else None
        if path and subprocess.run([path, "--version"], capture_output=True, check=False).returncode == 0:
            return path
    return None


def find_or_install() -> str | None:
    """The same, after trying apt where that is allowed."""
    if (found := find()) or os.geteuid() != 0 or not shutil.which("apt-get"):
        return found
    say("Installing chromium for the browser tests ...")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    options = ["-q", "-y", "-o", "DPkg::Lock::Timeout=300"]
    for command in (["update"], ["install", "--no-install-recommends", "chromium", "fonts-noto-core"]):
        done = subprocess.run(["apt-get", *options, *command], env=quiet, capture_output=True, text=True, check=False)
        if done.returncode:
            say(done.stderr.strip())
            return None
    return find()
