/**
 * The tours: every word of them, and by which sign each step is done.
 *
 * A step is for one person (`as`). `say` is what to do, `why` why it matters; `types` is a
 * command that can be typed for them; `point` finds what the step speaks about (the last one
 * that can be seen, with `first` the first). A step without `done` is read, and left by Next.
 */

import * as sign from "./signs.js";

const MAYA = "U0EMPLOYEE";
const RUTH = "U0DIRECTOR";
const CEO = "U0CEO";
const CFO = "U0CFO";
const HELEN = "U0COMPLY";
const LEILA = "U0NEWHIRE";

const LINE = "#command";
const SEND = "#modal [type=submit]";
const CLOSE = "#modal .modal-foot .button:not(.primary)";
const OPEN = "[data-action='envelope:open']";
const CLOCK = "#clock .clock-toggle";

/** Type a command that opens a form. */
const command = (as, types, why, done = sign.opened) => ({ as, say: `Type ${types} and press Enter.`, why, types, point: LINE, done });

/** Close what is open. */
const close = (as, why) => ({ as, say: "When you have read it, close it.", why, point: CLOSE, done: sign.closed });

/** Open Home. */
const home = (as, why) => ({ as, say: "Open Home.", why, point: "#tab-home", done: sign.atHome });

/** Open the newest message that can be opened. */
const open = (as, say, why) => ({ as, say, why, point: OPEN, done: sign.opened });

const employee = {
  name: "employee",
  title: "As an employee",
  about: "May I trade? Ask, wait, be told, and say what became of it.",
  person: MAYA,
  scenario: "open",
  shown: [
    "One line or one form asks; what the public rules forbid is answered at once, with its section.",
    "Two officers hear of it, and neither a message nor a lock screen says what it is about.",
    "A clearance has an end, and Preclear asks what became of it.",
  ],
  next: "officer",
  steps: [
    {
      as: MAYA,
      say: "You are Maya Okafor, who works in research.",
      why: "This is her conversation with Preclear. Nobody else can open it.",
      point: "#desk .desk-head",
    },
    command(MAYA, "/preclear window", "Everybody may know whether the trading window is open. It is the same for all.", sign.said),
    command(MAYA, "/preclear buy 500", "The form opens with what was understood from your words.", sign.form("request_form")),
    {
      as: MAYA,
      say: "Look through the form, tick the three statements at its end, and send it.",
      why: "They are the only promises that you make. A slip is named at its field, and nothing that you typed is lost.",
      point: SEND,
      done: sign.answered("request_form"),
    },
    close(MAYA, "It says what happens next and by when. Until then: do not trade."),
    {
      as: CEO,
      say: "Press Approve on the card.",
      why: "The CEO and the CFO each have one. It names no person, no number and no company: only the form tells.",
      point: "[data-action='card:approve']",
      done: sign.form("review_form"),
    },
    {
      as: CEO,
      say: "Read what is asked, tick your own statement, and send the decision.",
      why: "The rules were checked again for this form. Nobody can decide a request of their own.",
      point: SEND,
      done: sign.decided,
    },
    close(CEO, "The CFO's card has changed as well: whoever decides first, decides."),
    open(MAYA, "Something came for you. Press Open.", "On a locked screen a yes and a no read alike."),
    close(MAYA, "The clearance is for what you asked, between these two moments, and can be taken back."),
    home(MAYA, "What you asked for, what you hold and what you owe an answer stand here, up to date."),
    {
      as: MAYA,
      say: "Press “Move the clock”, then the moment at which your clearance ends.",
      why: "The bot does now what it would do at that moment, on its own.",
      point: CLOCK,
      done: sign.moved,
    },
    command(MAYA, "/preclear traded", "When a clearance is over, Preclear asks whether it was used. Silence is noticed.", sign.opened),
    {
      as: MAYA,
      say: "Press the button beside your request, say that you did not trade, and send it.",
      why: "“No” is an answer too. With it the request is complete.",
      point: "#modal .modal-body .button",
      first: true,
      done: sign.form("report_form"),
    },
    {
      as: MAYA,
      say: "Choose what is true, and send it.",
      why: "What you say is written down as you say it, also where it is not what was cleared.",
      point: SEND,
      done: sign.answered("report_form"),
    },
    close(MAYA, "Every step of this is on a record that nobody can edit."),
  ],
};

const director = {
  name: "director",
  title: "As a director",
  about: "A Form 4 that is due tomorrow, six months either way, and a purchase that would cost.",
  person: RUTH,
  scenario: "form4",
  shown: [
    "What is owed to the SEC is reckoned from what you report, with the day and the days left.",
    "Preclear drafts the form and files nothing: that stays with people.",
    "A trade that another one would turn into a short swing is named before it is made.",
  ],
  next: "compliance",
  steps: [
    {
      as: RUTH,
      say: "You are Ruth Abernathy, a director. Yesterday you sold 1,000 shares under your trading plan.",
      why: "You have reported the sale. What follows from it is already known.",
      point: "#desk .desk-head",
    },
    command(RUTH, "/preclear section16", "A director's trade must be told to the SEC within two business days."),
    {
      as: RUTH,
      say: "Your form is due by tomorrow, 10 p.m. Press “Enter as filed”.",
      why: "Whoever files it enters its number here. Until then Preclear reminds, each day a little more.",
      point: "#modal [data-action='filing:enter']",
      done: sign.form("filing_form"),
    },
    {
      as: RUTH,
      say: "Press “Draft”.",
      why: "Whoever files the form can copy from it. Preclear files nothing by itself.",
      point: "#modal [data-action='filing:draft']",
      done: sign.answered("filing_form"),
    },
    {
      as: RUTH,
      say: "Look at its rows, and at what is still missing. Then close it with the cross at its top.",
      why: "The cross closes all that is open; Back goes one form back.",
      point: "#modal .modal-head .quiet",
      done: sign.closed,
    },
    command(RUTH, "/preclear plans", "Your plan: since when it holds, whether it has cooled off, whether it runs through a blackout."),
    close(RUTH, "A director sells under a plan, and only so."),
    command(RUTH, "/preclear band", "Your own trades of the six months before and after today: what could be matched with what."),
    close(RUTH, "It shows your own trades alone, to you alone."),
    command(RUTH, "/preclear buy 400", "A purchase at a lower price within six months of your sale could have to be paid back.", sign.form("request_form")),
    {
      as: RUTH,
      say: "Tick the statements and send it.",
      why: "It is not forbidden. It is only dear, and you should know before you do it.",
      point: SEND,
      done: sign.answered("request_form"),
    },
    {
      as: RUTH,
      say: "Find the lines on the short swing, then close it.",
      why: "Which sale it would be matched with, and from which day on it would not.",
      point: CLOSE,
      done: sign.closed,
    },
    {
      as: CFO,
      say: "Press Decline on the card.",
      why: "The officer sees the short swing as well, and what the rules say.",
      point: "[data-action='card:decline']",
      done: sign.form("review_form"),
    },
    {
      as: CFO,
      say: "Send the decision.",
      why: "No reason is asked for, and none is given: a reason could tell something.",
      point: SEND,
      done: sign.decided,
    },
    close(CFO, "Approved or declined, it looks the same from outside."),
    open(RUTH, "Something came for you. Press Open.", "It says who decided and what it means. There is nothing to argue with a machine about."),
    close(RUTH, "You can ask again at any time."),
  ],
};

const officer = {
  name: "officer",
  title: "As the CEO or the CFO",
  about: "Three requests wait. Decide two, and restrict somebody without a word to anybody.",
  person: CEO,
  scenario: "three",
  shown: [
    "What waits stands in one place, the oldest first, with the moment by which to decide.",
    "A restriction is its officer's secret: the other officer can see that there is one, and not why.",
    "Nobody can approve against a restriction, not even by mistake.",
  ],
  next: "secret",
  steps: [
    {
      as: CEO,
      say: "You are Daniel Reyes, the CEO. Three cards wait for you.",
      why: "Look at the locked screen: whoever looks over your shoulder learns that something waits, and nothing else.",
      point: "#feed",
    },
    home(CEO, "The same requests with names and numbers, for your eyes, and by when to decide."),
    {
      as: CEO,
      say: "Back to Messages.",
      why: "You can decide from either place: the form is the same.",
      point: "#tab-messages",
      done: sign.atMessages,
    },
    {
      as: CEO,
      say: "Press Approve on the first card.",
      why: "It does not approve yet. It opens the form in which you do.",
      point: "[data-action='card:approve']",
      first: true,
      done: sign.form("review_form"),
    },
    {
      as: CEO,
      say: "Tick your statement and send it.",
      why: "An approval is your own word that you know no reason against it.",
      point: SEND,
      done: sign.decided,
    },
    close(CEO, "The requester is told at once, and the CFO need not look any more."),
    {
      as: CEO,
      say: "Press Decline on the next card, and send the form.",
      why: "A no needs no statement and gives no reason.",
      point: "[data-action='card:decline']",
      first: true,
      done: sign.decided,
    },
    close(CEO, "One request is left, a director's. It stays for the CFO."),
    command(CFO, "/preclear restrict", "For an employee there is no such command. For an officer it shows what they have set."),
    {
      as: CFO,
      say: "Press the button that begins a new restriction.",
      why: "You do this when somebody learns of something that the public does not know.",
      point: "#modal [data-action='restrictions:new']",
      done: sign.form("restriction_form"),
    },
    {
      as: CFO,
      say: "Choose Ruth Abernathy, give the matter a code word, choose to tell nobody, and send it.",
      why: "A code word is enough. Do not describe the information: a record can be asked for.",
      point: SEND,
      done: sign.answered("restriction_form"),
    },
    close(CFO, "It is kept at the next whole minute, whether or not anybody waits for it: so the time of writing tells nothing."),
    {
      as: CFO,
      say: "Press “Move the clock” and go on by an hour.",
      why: "A message tells you, and you alone, that it is in force.",
      point: CLOCK,
      done: sign.told,
    },
    {
      as: CEO,
      say: "Press Approve on the card that is left.",
      why: "It was a request like any other when it came.",
      point: "[data-action='card:approve']",
      done: sign.form("review_form"),
    },
    {
      as: CEO,
      say: "Read it: something confidential applies, and you can only decline or return it. Then close it.",
      why: "You are not told what it is, nor who set it. Declined, it reads to the director like any other no.",
      point: "#modal-title",
      done: sign.closed,
    },
  ],
};

const compliance = {
  name: "compliance",
  title: "As compliance",
  about: "Who has not signed, who owes an answer, and the record for whoever asks.",
  person: HELEN,
  scenario: "unsigned",
  shown: [
    "What is late comes to you; you need not keep lists.",
    "The record can be pulled at any time, and a stranger can verify it with a program of their own.",
    "Each day the log is signed, so that it shows if anybody ever alters it.",
  ],
  next: "director",
  steps: [
    {
      as: HELEN,
      say: "You are Helen Sorensen, the compliance officer. Two messages wait.",
      why: "One is today's signature of the log: kept elsewhere, it proves later that nothing was changed.",
      point: "#feed",
    },
    open(HELEN, "Press Open on the other one.", "Whoever has signed the policy, on paper or here, and whoever has not."),
    close(HELEN, "The new hire was asked on her first day and reminded since. Now you know as well."),
    command(LEILA, "/preclear acknowledge", "This is the new hire's side: the policy's own text, and a place to sign.", sign.form("acknowledge_form")),
    {
      as: LEILA,
      say: "Fill in what it asks for, and sign.",
      why: "What is signed is this text and no other: its fingerprint stands beside the name.",
      point: SEND,
      done: sign.answered("acknowledge_form"),
    },
    close(LEILA, "From here on she can ask for clearance."),
    command(HELEN, "/preclear overdue", "Who was asked whether they traded, was reminded, and did not answer."),
    close(HELEN, "Nobody, today. What an officer decided on a request is not shown here."),
    command(HELEN, "/preclear cases", "What does not fit opens a case: a trade outside its clearance, a late answer, a form that came late."),
    close(HELEN, "A case is kept by those who handle it, and never by whom it is about."),
    command(HELEN, "/preclear audit", "For the auditor, the board, or the SEC: all of the record, or a part of it.", sign.form("audit_form")),
    {
      as: HELEN,
      say: "Leave the form as it is, and send it.",
      why: "The pull itself goes on the record: who asked, when, and for what.",
      point: SEND,
      done: sign.answered("audit_form"),
    },
    close(HELEN, "It is made in the background, and a message says when it is there."),
    {
      as: HELEN,
      say: "Open the newest message, or save its file.",
      why: "In the bundle: a report, a table, the log, and verify.py, which checks all of it and needs nothing of ours.",
      point: "#feed .message:last-child .button",
    },
    command(HELEN, "/preclear section16", "Forms that are owed to the SEC, by whom and by when; nothing today."),
    close(HELEN, "That is a day's work of compliance, in one place."),
  ],
};

const secret = {
  name: "secret",
  title: "What stays secret",
  about: "One restriction, seen by the officer who set it, by the other one, and by whom it is about.",
  person: CFO,
  scenario: "restricted",
  shown: [
    "Only its setter sees what a restriction is about.",
    "The other officer can refuse for it without knowing it.",
    "Whom it is about cannot tell it from an ordinary day, nor from an ordinary no.",
  ],
  next: "employee",
  steps: [
    command(CFO, "/preclear restrict", "You are Priya Raman, the CFO. You have restricted Maya and not told her."),
    close(CFO, "The code word is yours. The reason, if you wrote one, is sealed and opened only on the record."),
    {
      as: CEO,
      say: "Press Details on the card.",
      why: "You are Daniel Reyes now, the CEO. Maya asked after she was restricted.",
      point: "[data-action='card:details']",
      done: sign.form("review_form"),
    },
    {
      as: CEO,
      say: "Choose to decline, and send it.",
      why: "The form says that something confidential applies, and nothing of what.",
      point: SEND,
      done: sign.decided,
    },
    close(CEO, "An approval would have been refused here."),
    open(MAYA, "Press Open.", "You are Maya. The same words come to everybody who is declined."),
    close(MAYA, "No reason is given, for this or any other request."),
    home(MAYA, "Look for any trace of it. There is none: not here, not in a message, not in how long an answer took."),
  ],
};

export const TOURS = [employee, director, officer, compliance, secret];
