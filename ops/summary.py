"""What `make run` says at its end."""

from ops.follow import TaskResult


def summary(results: list[TaskResult], seconds: float) -> str:
    """The lines that tell what came of a run."""
    lines = ["", f"{'stage':<26} {'step':>7} {'task':>7}"]
    for result in results:
        lines.append(f"{result.task:<26} {result.step_seconds:6.1f}s {result.task_seconds:6.1f}s")
    lines.append(f"{'in all':<26} {sum(r.step_seconds for r in results):6.1f}s of {seconds:.1f} s wall time")
    lines += [f"{result.task}: {result.report}" for result in results]
    return "\n".join(lines)
