"""Prints what was measured beside its floor."""

from statistics import median, quantiles


def show(title: str, rows: list[tuple[str, list[float], list[float]]]) -> None:
    """Print a line for each (name, seconds, the floor's seconds), with their ratio."""
    print(f"\n{title}")
    print(f"{'':44}{'median':>10}{'95%':>10}{'floor':>10}{'95%':>10}{'ratio':>8}")
    for name, taken, floor in rows:
        cells = [median(taken), percentile(taken), median(floor), percentile(floor)]
        shown = "".join(f"{cell * 1000:>7.1f} ms" for cell in cells)
        print(f"{name:44}{shown}{median(taken) / median(floor):>7.2f}x")


def percentile(taken: list[float]) -> float:
    """Give the 95th percentile."""
    return quantiles(taken, n=20, method="inclusive")[-1]


def show_rates(title: str, rows: list[tuple[str, list[float], list[float]]]) -> None:
    """Print a line for each (name, how many a second, the floor's rate), with their ratio."""
    print(f"\n{title}")
    print(f"{'':44}{'a second':>14}{'least':>14}{'floor':>14}{'ratio':>9}")
    for name, rates, floor in rows:
        cells = [median(rates), min(rates), median(floor)]
        shown = "".join(f"{cell:>14,.0f}" for cell in cells)
        print(f"{name:44}{shown}{median(rates) / median(floor):>8.2f}x")
