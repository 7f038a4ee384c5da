"""What is said of delegates: who files for whom, and what that means."""

TITLE = "Who files for whom"
WHY = (
    "A director or officer can let a colleague, such as an assistant or counsel, file requests "
    "for them. It is recorded who filed. The colleague never decides, sees no answer and no "
    "restriction: what becomes of a request is told to the person whose it is."
)
MINE = "They file for you"
NOBODY = "Nobody files for you."
THEIRS = "You file for them"
ROW = "{name}, since {day}"
END = "End it"
LABEL = "Let a colleague file for you"
HINT = "They tell you what they filed, and you are told too."
ALLOW = "Allow"
ERROR_NOBODY = "Choose a colleague who is on the list of people, and not yourself."
ERROR_DECIDES = "Somebody who decides requests does not file for others. Choose another colleague."
ERROR_FULL = "Five colleagues file for you already. End one first."
ENDED = "It is ended."
LABEL_FOR = "Who is it for?"
HINT_FOR = (
    "For somebody else: their own account only, no plan. By sending it you say that they made "
    "the statements below to you."
)
MYSELF = "Myself"
ERROR_ACCOUNT = "For somebody else, only their own account can be asked for. Choose “own”."
ERROR_PLAN = "For somebody else, no plan can be named. Choose none."
FILED_TITLE = "Filed"
FILED = (
    "It is filed for {name}. They are told what becomes of it; you are not. Place no order on "
    "the strength of this."
)
FILED_BY = "Filed by {name}, in your name."
FILED_BY_FOR = (
    "Filed by {name} in the requester's name: the statements are on the requester's word."
)
