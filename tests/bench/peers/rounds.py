"""Takes turns: in every round each subject is measured once, so that what slows the machine down slows all of them down."""
import dataclasses
import statistics
import time

import subjects


@dataclasses.dataclass
class Result:
    """What is known of one subject: the numbers of each round by name, None for a round in which it was not there."""
    title: str
    version: str | None = None
    rounds: list = dataclasses.field(default_factory=list)
    problem: str | None = None
    trestle_failed: bool = False

    def values(self, name):
        """Of every round; None where there is no such number."""
        return [None if numbers is None else numbers.get(name) for numbers in self.rounds]

    def median(self, name):
        return median(self.values(name))

    def fact(self, name):
        """What it said of itself, such as its backend, in the last round; None if it did not."""
        return next((value for value in reversed(self.values(name)) if value is not None), None)

    def fail(self, error):
        self.problem = str(error)
        self.trestle_failed = isinstance(error, subjects.TrestleFailed)


def median(values):
    """Of those that are there; None if there are none."""
    known = [value for value in values if value is not None]
    return statistics.median(known) if known else None


def ratios(ours, name, theirs, other_name):
    """Of each round in which there are both numbers."""
    if ours is None or theirs is None:
        return []
    pairs = zip(ours.values(name), theirs.values(other_name))
    return [a / b for a, b in pairs if a is not None and b]


def start(everyone, results, say):
    """Those that can be measured."""
    started = []
    for subject in everyone:
        say(f"loading {subject.title}")
        try:
            subject.start()
            started.append(subject)
        except subjects.NotMeasured as error:
            say(f"{subject.title}: {error}")
            results[subject.key].fail(error)
        results[subject.key].version = subject.version
    return started


def take_turn(subject, result, runs, say):
    """Whether it goes on."""
    try:
        numbers = subject.measure(runs)
    except subjects.NotMeasured as error:
        say(f"{subject.title}: {error}")
        result.fail(error)
        return False
    result.rounds[-1] = numbers
    say(f"{subject.title}: " + ("not measured" if numbers["seconds"] is None else f"{numbers['seconds']:.4f} s"))
    return True


def take_turns(going, results, runs, pause, say):
    """Those that are there for another round."""
    stays = []
    for subject in going:
        time.sleep(pause)
        if take_turn(subject, results[subject.key], runs, say):
            stays.append(subject)
    return stays


def measure(everyone, n_rounds, runs, pause, say):
    """{key: Result} of @n_rounds rounds, in each the median of @runs runs. Threads that wait for work spin for a moment: @pause, in
    seconds, lets them fall asleep before the next program is measured."""
    results = {subject.key: Result(subject.title) for subject in everyone}
    try:
        going = start(everyone, results, say)
        for i in range(n_rounds):
            say(f"round {i + 1} of {n_rounds}")
            for result in results.values():
                result.rounds.append(None)
            going = take_turns(going, results, runs, pause, say)
    finally:
        for subject in everyone:
            subject.stop()
    return results
