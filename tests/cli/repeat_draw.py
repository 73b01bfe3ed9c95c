"""Repeats a committed draw from the published files alone, with nothing but Python's standard library, as
docs/reference/sampling.md and docs/reference/drawing-people.md say it. It shares no code with the program.

    python3 repeat_draw.py FRAME.csv COMMITMENT.json REVEAL.json     prints the list
"""

import csv
import decimal
import hashlib
import json
import sys


class Source:
    """Words of one stream: SHA-256 in counter mode, four words of 8 bytes from each block."""

    def __init__(self, key, label):
        self.prefix, self.block, self.words = key + label.encode() + b"\0", 0, []

    def below(self, bound):
        while True:
            if not self.words:
                digest = hashlib.sha256(self.prefix + self.block.to_bytes(8, "big")).digest()
                self.words = [int.from_bytes(digest[at:at + 8], "big") for at in (0, 8, 16, 24)]
                self.block += 1
            word = self.words.pop(0)
            if word < 2**64 - 2**64 % bound:
                return word % bound

    def shuffled(self, items, wanted):
        items = list(items)
        for at in range(wanted):
            other = at + self.below(len(items) - at)
            items[at], items[other] = items[other], items[at]
        return items[:wanted]


def key_of(reveal):
    return hashlib.sha256(b"qiuhao draw 1\n" + bytes.fromhex(reveal["seed"]) + reveal["public_value"].encode()).digest()


def systematic(rows, size_of, wanted, key):
    """(row, chance, chance_over, is_certain) of a sample proportional to size."""
    others = [row for row in rows if size_of(row) > 0]
    certain, left = [], wanted
    while left > 0:
        total = sum(map(size_of, others))
        large = [row for row in others if size_of(row) * left >= total]
        if not large:
            break
        certain += large
        others = [row for row in others if size_of(row) * left < total]
        left -= len(large)
    drawn = [(row, 1, 1, True) for row in sorted(certain, key=rows.index)]
    if left == 0:
        return drawn
    source, total = Source(key, "pps"), sum(map(size_of, others))
    order = source.shuffled(others, len(others))
    start, reached = source.below(total), 0
    points = [start + step * total for step in range(left)]
    for row in order:
        low, reached = reached, reached + size_of(row) * left
        if any(low <= point < reached for point in points):
            drawn.append((row, size_of(row) * left, total, False))
    return drawn


def list_of(frame, commitment, reveal):
    parameters, key = commitment["parameters"], key_of(reveal)
    ids = parameters["id_column"]
    with open(frame, encoding="utf-8-sig", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: row[ids].encode())
    lines = []
    if parameters["method"] == "pps":
        cents = lambda row: int(decimal.Decimal(row[parameters["size_column"]]) * 100)
        drawn = systematic(rows, cents, int(parameters["sample"]), key)
        for order, (row, chance, over, is_certain) in enumerate(drawn, 1):
            lines.append([order, "certain" if is_certain else "sample", "", row[ids], chance / over])
        return lines
    column = parameters.get("stratum_column", "")
    names = sorted({row[column] for row in rows}, key=str.encode) if column else [""]
    for name in names:
        suffix = " of " + name if name else ""
        of = [row[ids] for row in rows if not column or row[column] == name]
        sample, spares = int(parameters["sample" + suffix]), int(parameters["spares" + suffix])
        source = Source(key, "stratum " + name if column else "simple")
        for order, unit in enumerate(source.shuffled(of, sample + spares), 1):
            lines.append([order, "sample" if order <= sample else "spare", name, unit, sample / len(of)])
    return lines


def main():
    frame, commitment, reveal = sys.argv[1:4]
    with open(commitment, "rb") as file:
        content = file.read()
    commitment, reveal = json.loads(content), json.load(open(reveal, encoding="utf-8"))
    assert hashlib.sha256(content).hexdigest() == reveal["commitment_sha256"], "the reveal is of another commitment"
    assert hashlib.sha256(bytes.fromhex(reveal["seed"])).hexdigest() == commitment["seed_sha256"], "another seed"
    with open(frame, "rb") as file:
        assert hashlib.sha256(file.read()).hexdigest() == commitment["files"]["frame"], "another frame"
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["order", "part", "stratum", "id", "chance"])
    for order, part, name, unit, chance in list_of(frame, commitment, reveal):
        writer.writerow([order, part, name, unit, f"{chance:.12g}"])


if __name__ == "__main__":
    main()
