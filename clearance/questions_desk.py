"""The desk's side of questions to compliance."""

from clearance import questions
from clearance.shown import Actor, No
from clearance.shown_questions import QuestionSaid, QuestionShown, QuestionsSheet
from clearance.swing_desk import SwingDesk


class QuestionsDesk(SwingDesk):
    """What anybody asks compliance, and what an officer answers."""

    async def questions(self, actor: Actor) -> QuestionsSheet | No:
        """Return one's own questions, and those that wait for one's answer."""
        return await self._run(actor, questions.sheet)

    async def question(self, actor: Actor, question: str) -> QuestionShown | No:
        """Return one question."""
        return await self._run(
            actor, lambda tx, ground, person: questions.one(tx, ground, person, question)
        )

    async def ask_question(self, actor: Actor, said: QuestionSaid) -> QuestionShown | No:
        """Ask compliance something."""
        return await self._run(
            actor, lambda tx, ground, person: questions.ask(tx, ground, person, said)
        )

    async def answer_question(self, actor: Actor, question: str, text: str) -> QuestionShown | No:
        """Answer somebody's question."""
        return await self._run(
            actor, lambda tx, ground, person: questions.answer(tx, ground, person, question, text)
        )
