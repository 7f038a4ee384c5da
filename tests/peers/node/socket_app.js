// An app of Slack's official framework in Socket Mode. It says what it hears, a line of JSON each.
const { App, LogLevel, SocketModeReceiver } = require("@slack/bolt");

const say = (what, more = {}) => console.log(JSON.stringify({ what, ...more }));
const logLevel = LogLevel.ERROR;
const clientOptions = { slackApiUrl: process.env.SLACK_API_URL, retryConfig: { retries: 0 } };
// It waits for so long before it connects again; the tests do not want its five seconds.
const clientPingTimeout = 200;
const receiver = new SocketModeReceiver({
  appToken: process.env.SLACK_APP_TOKEN,
  clientPingTimeout,
  logLevel,
  installerOptions: { clientOptions },
});
const app = new App({ token: process.env.SLACK_BOT_TOKEN, receiver, logLevel, clientOptions });
const plain = (text) => ({ type: "plain_text", text });
const button = { type: "button", action_id: "press", text: plain("Press"), value: "the-real-one" };
const form = {
  type: "modal",
  callback_id: "form",
  title: plain("A form"),
  submit: plain("Send"),
  blocks: [
    {
      type: "input",
      block_id: "why",
      label: plain("Why"),
      element: { type: "plain_text_input", action_id: "text" },
    },
  ],
};

app.command("/preclear", async ({ ack, command, client }) => {
  say("command", { text: command.text });
  if (command.text === "form") {
    await client.views.open({ trigger_id: command.trigger_id, view: form });
    return ack();
  }
  await ack(`Heard ${command.text}`);
  const blocks = [{ type: "actions", elements: [button] }];
  await client.chat.postMessage({ channel: command.user_id, text: "Press it", blocks });
});
app.action("press", async ({ ack, action, body, client }) => {
  say("press", { value: action.value });
  await ack();
  await client.chat.update({
    channel: body.channel.id,
    ts: body.message.ts,
    text: "Pressed",
    blocks: [],
  });
});
app.view("form", async ({ ack, view }) => {
  const text = view.state.values.why.text.value;
  say("form", { text });
  await (text === "because"
    ? ack()
    : ack({ response_action: "errors", errors: { why: "Say more." } }));
});
app.event("app_home_opened", async ({ event, client }) => {
  say("home", { user: event.user });
  await client.views.publish({
    user_id: event.user,
    view: { type: "home", blocks: [{ type: "section", text: plain("At home") }] },
  });
});

app.start().then(() => say("started"));
