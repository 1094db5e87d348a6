"""What was measured, as Markdown."""
import rounds
import subjects
import targets

NOT_MEASURED = "not measured"
STAGES = (("load", "opening the model"), ("vision", "vision tower"), ("text", "text tower"), ("fusion", "cross-modal encoder and heads"),
          ("full", "a new image and a caption"), ("caption_edit", "another caption on the same image"))


def table(heading, rows, alignment):
    """@alignment: “l” or “r” for each column."""
    rules = {"l": ":--", "r": "--:"}
    lines = [heading, [rules[side] for side in alignment], *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def show(value, format):
    return NOT_MEASURED if value is None else format(value)


def show_seconds(value):
    return show(value, lambda seconds: f"{seconds:.3f}")


def show_values(values, format=targets.format_ratio):
    """The median, and from where to where the rounds go."""
    known = [value for value in values if value is not None]
    if not known:
        return NOT_MEASURED
    return f"{format(rounds.median(known))} ({format(min(known))} to {format(max(known))})"


def write_machine(facts):
    return "## Machine\n\n" + table(["What", "Value"], facts, "ll")


def write_programs(results, others):
    """@others: [(name, version)] of what runs the peers."""
    rows = {(result.title.split(",")[0], result.version.split()[-1]) for result in results.values() if result.version}
    return "## Programs\n\n" + table(["Program", "Version"], sorted(rows) + others, "ll")


def write_missing(results):
    """A line for each subject that has no numbers or lost them on the way; nothing if there is none."""
    lines = [f"- {result.title}: {result.problem}" for result in results.values() if result.problem]
    return "\nNot measured, or not to the end:\n\n" + "\n".join(lines) + "\n" if lines else ""


def write_times(results, number):
    """@number: of the trestle-cli that the others are compared with."""
    ours = results[subjects.name_trestle(number, "float32")]
    rows = []
    for result in results.values():
        seconds = result.values("seconds")
        known = [value for value in seconds if value is not None]
        rows.append([result.title, show_seconds(result.median("seconds")), show_seconds(min(known, default=None)),
                     show_seconds(max(known, default=None)), show_values(rounds.ratios(result, "seconds", ours, "seconds"))])
    return table(["Program", "Median s", "Fastest s", "Slowest s", f"Times {ours.title}"], rows, "lrrrr")


def write_targets(results, number, weights):
    rows = [[target.claim, target.limit, show_values(target.values, target.format), target.verdict]
            for target in targets.list_all(results, number, weights)]
    return table(["What", "At most", "Measured", "Target"], rows, "lrrl")


def write_stages(found):
    """@found: the results of one trestle-cli, of one caption each."""
    rows = [[title, *(show_seconds(result.median(key)) for result in found)] for key, title in STAGES]
    return table(["Stage, median s", *(result.title for result in found)], rows, "l" + "r" * len(found))


def show_plain(value):
    return show(value, str)


def show_whole(value):
    return show(value, lambda number: f"{number:.0f}")


def show_share(value):
    return show(value, lambda share: f"{100 * share:.0f} %")


def show_memory(value):
    return show(value, targets.format_memory)


def write_details(found):
    """What bench says of itself and of the machine."""
    rows = [["backend", *(show_plain(result.fact("backend")) for result in found)],
            ["threads", *(show_plain(result.fact("threads")) for result in found)],
            ["GFLOP/s of a full run", *(show_whole(result.median("full_gflops")) for result in found)],
            ["GFLOP/s of the yardstick, a product of 2048", *(show_whole(result.median("yardstick_gflops")) for result in found)],
            ["share of the yardstick", *(show_share(result.median("share_of_peak")) for result in found)],
            ["most memory", *(show_memory(result.median("peak_memory")) for result in found)]]
    return table(["", *(result.title for result in found)], rows, "l" + "r" * len(found))


def write_difference(found):
    """How far the other precisions are from float32; nothing if bench does not say."""
    lines = []
    for result in found:
        values = [result.median(f"difference.{name}") for name in ("attention", "logit", "divergence")]
        if None not in values:
            lines.append("{}, from float32 at most: {:.1e} of a probability of attention, {:.1e} of a logit, {:.1e} nats of a layer's "
                         "divergence.\n".format(result.title, *values))
    return "\n".join(lines)


def write_trestle(results, number, weights, is_alone):
    """The targets and the stages of one trestle-cli."""
    keys = [subjects.name_trestle(number, precision) for precision in subjects.Trestle.OPTIONS]
    found = [results[key] for key in keys if key in results]
    name = "" if is_alone else f" of Trestle {number}"
    return "\n".join([f"## Targets{name}\n", write_targets(results, number, weights), f"## Stages{name}\n", write_stages(found),
                      write_details(found), write_difference(found)])


def find_trestle(results, precision):
    """Its result, of however many captions; None if it was skipped."""
    return next((result for key, result in results.items() if key.startswith(subjects.name_trestle(1, precision))), None)


def write_growth_row(label, results):
    ours = [find_trestle(results, precision) for precision in subjects.Trestle.OPTIONS]
    onnx = results.get("onnx-runtime")
    return [label, *(show_seconds(result.median("seconds")) for result in results.values()),
            *(show_values(rounds.ratios(result, "seconds", onnx, "seconds")) for result in ours)]


def write_growth(title, cases):
    """@cases: [(label, results)], one row each, and one at least."""
    titles = [result.title for result in cases[0][1].values()]
    heading = [title, *titles, *(f"Trestle {precision} ÷ ONNX Runtime" for precision in subjects.Trestle.OPTIONS)]
    rows = [write_growth_row(label, results) for label, results in cases]
    return f"### {title}\n\n" + table(heading, rows, "l" + "r" * (len(heading) - 1))
