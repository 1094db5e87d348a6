"""What the measurements were made on: enough to compare machines, and nothing that names this one."""
import pathlib
import platform
import re

INSTRUCTIONS = (("AVX2", "avx2"), ("AVX-512", "avx512f"), ("AVX-512 bfloat16", "avx512_bf16"), ("AMX bfloat16", "amx_bf16"))


def find(text, name):
    """The value of the first “name : value” of a file in /proc; None without one."""
    match = re.search(rf"^{name}\s*:\s*(.*)$", text, re.MULTILINE)
    return match and match[1].strip()


def count_cores(cpuinfo):
    """(cores, threads); where nothing is said of cores, every processor is one."""
    blocks = [block for block in cpuinfo.split("\n\n") if find(block, "processor") is not None]
    cores = {(find(block, "physical id"), find(block, "core id")) for block in blocks}
    return (len(blocks) if (None, None) in cores else len(cores)), len(blocks)


def describe(cpuinfo, meminfo):
    """[(what, value)] from the texts of /proc/cpuinfo and /proc/meminfo."""
    cores, threads = count_cores(cpuinfo)
    flags = (find(cpuinfo, "flags") or "").split()
    kibibytes = re.match(r"\d+", find(meminfo, "MemTotal") or "")
    return [("Processor", find(cpuinfo, "model name") or platform.machine()),
            ("Cores", f"{cores}" if cores == threads else f"{cores}, {threads} threads"),
            ("Instructions", ", ".join(f"{name} {'yes' if flag in flags else 'no'}" for name, flag in INSTRUCTIONS)),
            ("Memory", f"{int(kibibytes[0]) * 1024 / 1e9:.1f} GB" if kibibytes else "unknown")]


def read_system():
    try:
        return platform.freedesktop_os_release().get("PRETTY_NAME", "Linux")
    except OSError:
        return platform.system()


def read():
    return describe(pathlib.Path("/proc/cpuinfo").read_text(), pathlib.Path("/proc/meminfo").read_text()) + [("System", read_system())]
