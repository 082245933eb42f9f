"""Reading by a language model: it proposes, rules decide what enters, and what was refused is kept with its reason."""

from counterclaim.llm.client import LLM_VARIABLE, Answer, Client, Usage
from counterclaim.llm.proposals import Proposal
from counterclaim.llm.reader import ModelReader

__all__ = ["LLM_VARIABLE", "Answer", "Client", "ModelReader", "Proposal", "Usage"]
