"""Errors whose message is meant for the person who runs Iljari: what is wrong, with which item, and what to do."""


class IljariError(Exception):
    """A failure that trying again cannot mend. Airflow tasks turn it into a failure without retries."""


class PassingError(Exception):
    """A failure that may be over in a while, with a message for the person who runs Iljari. Airflow tries again."""
