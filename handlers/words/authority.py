"""What is said around the matrix of authority (`preclear policy authority`)."""

TITLE = "Who may do what"
READING = (
    "Each line is an act and how the person stands to its subject. A person holds one or more",
    'roles. "yes": somebody with this role may. "steps in": they may where those with "yes" are',
    'too few, as a seat is vacant or an officer is the one concerned. "no": the answer is the',
    "one under otherwise. Nobody acts on what is their own where it says so, whatever roles they",
    "hold. The program decides by this very table.",
)
TOGETHER = " ({people} people)"
RELATIONS = {
    "self": "own",
    "related": "of a related",
    "tied": "of one's tied",
    "co_holder": "held with them",
    "other": "another's",
    "everybody": "-",
    "under": "under it",
    "setter": "set by oneself",
    "successor": "in one's office",
    "heir": "left to nobody",
    "asker": "asked for",
    "only_one_left": "own, last one",
    "concerned": "about oneself",
    "delegate": "let by another",
}
STATES_TITLE = "In which states it is done"
STATES_READING = ("  An act that is not named here does not depend on how its subject stands.",)
OUTSIDERS_TITLE = "Who is nobody here"
OUTSIDERS_SAID = (
    "  A stranger, somebody of another workspace, a deactivated account, somebody who has left,",
    "  and a guest who was not named on the list of people and confirmed by two people. Each act",
    "  of theirs is answered in the words of an unknown command.",
)
OPERATOR_TITLE = "Who runs the program, on the command line"
OPERATOR_SAID = (
    "  The machine's account is recorded. No request is decided here, no change of an office or",
    "  guest confirmed, no restriction set, seen, passed over or lifted, and no reason opened but",
    "  in a production that compliance asked for and another person confirmed in Slack: there is",
    "  no such command. These are all the commands:",
)
ANSWERS_TITLE = "What is answered"
