"""Proofs checked as RFC 9162 writes it down, 2.1.3.2 and 2.1.4.2, over hashes in hex."""

import hashlib


def node(left: str, right: str) -> str:
    return hashlib.sha256(b"\x01" + bytes.fromhex(left) + bytes.fromhex(right)).hexdigest()


def included(question: dict) -> bool:
    """Say whether a leaf is proven to be at its place."""
    fn, sn = question["index"], question["size"] - 1
    if not 0 <= fn <= sn or not _are_hashes(question):
        return False
    r = question["leaf"]
    for p in question["proof"]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            r = node(p, r)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            r = node(r, p)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and r == question["root"]


def goes_on(question: dict) -> bool:
    """Say whether a tree is proven to go on from an older one."""
    first, second = question["oldsize"], question["size"]
    if not 0 < first <= second or not _are_hashes(question):
        return False
    path = list(question["proof"])
    if first == second:
        return not path and question["root"] == question["oldroot"]
    if not path:
        return False
    if first & (first - 1) == 0:
        path.insert(0, question["oldroot"])
    fn, sn = first - 1, second - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = path[0]
    for c in path[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            fr, sr = node(c, fr), node(c, sr)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = node(sr, c)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and fr == question["oldroot"] and sr == question["root"]


def _are_hashes(question: dict) -> bool:
    """Say whether all that is handed in has a hash's length."""
    ends = (question.get(name, "0" * 64) for name in ("root", "leaf", "oldroot"))
    return all(len(one) == 64 for one in (*question["proof"], *ends))
