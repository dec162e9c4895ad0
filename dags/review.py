"""Answers of people in: the facts that need a look, each put to a person, and what the person says as data."""

from datetime import UTC, datetime, timedelta
from typing import Any

from airflow.providers.standard.operators.hitl import HITLOperator
from airflow.providers.standard.triggers.hitl import HITLTrigger
from airflow.sdk import Asset, Param, dag, task
from airflow.sdk.exceptions import TaskAwaitingInput

from ops.steps import RAW_URI, TASK_DEFAULTS, run_step

RAW = Asset(RAW_URI)
#: as publish.review.OPTIONS, which is not imported here: DAG files are read often and must stay light
OPTIONS, SKIP = ["Accept", "Reject", "Correct", "Skip"], "Skip"


class Ask(HITLOperator):
    """Airflow's human-in-the-loop step, waiting in the triggerer, which looks for the answer every few seconds.

    Left to itself Airflow 3.3 waits without looking: with SQLite, whose rows cannot be locked, an answer that comes in
    the moment in which the step goes to wait is kept but wakes nobody until the hours are over."""

    def execute(self, context: Any) -> None:
        try:
            super().execute(context)
        except TaskAwaitingInput:
            until = datetime.now(UTC) + self.response_timeout if self.response_timeout else None
            self.defer(
                trigger=HITLTrigger(
                    ti_id=context["task_instance"].id,
                    options=self.options,
                    defaults=self.defaults,
                    params=self.serialized_params,
                    multiple=self.multiple,
                    timeout_datetime=until,
                ),
                method_name="execute_complete",
            )


def asked(question: dict[str, Any]) -> dict[str, Any]:
    """The arguments of one human-in-the-loop step."""
    return {
        "subject": question["subject"],
        "body": question["body"],
        "params": {name: Param(**field) for name, field in question["form"].items()},
        "response_timeout": timedelta(hours=question["hours"]),
    }


@dag(
    dag_id="review",
    schedule=None,
    catchup=False,
    max_active_runs=1,
    default_args=TASK_DEFAULTS,
    params={
        "most": Param(
            5,
            type="integer",
            minimum=1,
            maximum=50,
            title="Questions",
            description="How many facts at most, those that matter most first (mart `review_queue` of the release).",
        ),
        "hours": Param(
            24,
            type="number",
            exclusiveMinimum=0,
            title="Hours to answer",
            description="What is not answered by then stays in the queue. The answers take effect when all questions "
            "are answered or this time is over.",
        ),
    },
    tags=["iljari"],
    doc_md="""
### Answers of people in

`choose` takes the first facts of the released review queue: those on which articles disagree, whose rate does not fit
its numbers, or that were read with little confidence. `ask` shows each with its evidence (page *Required Actions*) and
waits for one of four answers:

- **Accept**: the fact may stand.
- **Reject**: it is no fact. It leaves the fact tables and stands among the rejected ones, with your note as the reason.
- **Correct**: another value holds. Change it in the form; what you leave as it is, or empty, is not corrected.
- **Skip**: no answer. The same happens when nobody answers in time.

`land` keeps the answers in landing, so that they survive a rebuild, `load` takes them into `raw`, which starts the DAG
`warehouse`. An answer holds as long as the candidates of its fact stay as you saw them; then the fact is asked again.
""",
)
def review() -> None:
    @task
    def choose(**context: Any) -> list[dict[str, Any]]:
        from airflow.sdk.exceptions import AirflowFailException

        from extract.errors import IljariError
        from publish.review import questions

        try:
            return questions(context["params"]["most"], context["params"]["hours"])
        except IljariError as error:
            raise AirflowFailException(str(error)) from error

    # Also where one of the questions failed: what the others brought is kept.
    @task(trigger_rule="all_done")
    def land(questions: list[dict[str, Any]] | None, **context: Any) -> dict[str, Any]:
        from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException

        from publish.review import land_answers

        if questions is None:
            raise AirflowFailException("There are no questions: see the task 'choose'.")
        run = context["ti"]
        answers = [run.xcom_pull(task_ids="ask", map_indexes=number) for number in range(len(questions))]
        result = run_step(land_answers, questions, answers, run.run_id)
        if not result["report"]["landed"]:
            raise AirflowSkipException("Nobody answered; there is nothing to load.")
        return result

    @task(pool="warehouse_writer", inlets=[RAW], outlets=[RAW])
    def load(**context: Any) -> dict[str, Any]:
        from extract.load import load_new

        result = run_step(load_new)
        # The release that follows is of the same sources as the one that was reviewed.
        loads = context["inlet_events"][RAW]
        context["outlet_events"][RAW].extra = dict(loads[-1].extra) if loads else {}
        return result

    questions = choose()
    ask = Ask.partial(task_id="ask", options=OPTIONS, defaults=SKIP).expand_kwargs(questions.map(asked))
    landed = land(questions)  # type: ignore[arg-type]
    ask >> landed >> load()


review()
