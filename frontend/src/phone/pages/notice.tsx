/** The notice that is read out before the first question. Its wording's number is kept before anything is asked. */

import { useApp, useLoad } from "../parts/app.ts";
import { loadAsking } from "../parts/asking.ts";
import { Button, Fault, Loading, Notice, Page } from "../parts/ui.tsx";

/** onward: whom to ask next; "": back to the household. */
export function NoticePage({ uuid, task, onward }: { uuid: string; task: string; onward: string }) {
  const { phone, say, instead } = useApp();
  const asking = useLoad(() => loadAsking(phone, uuid, task), [phone, uuid, task]);
  if (!asking.value) {
    return asking.fault === undefined ? <Loading /> : <Fault fault={asking.fault} again={asking.again} />;
  }
  const { survey } = asking.value;
  const agree = async () => {
    const draft = await phone.draft(task, null);
    await phone.saveDraft({ task, person: null, answers: {}, ...draft, notice_version: survey.notice_version });
    if (onward === "newcomer") {
      instead("newcomer", uuid, task);
    } else if (onward) {
      instead("ask", uuid, task, onward);
    } else {
      instead("household", uuid, task);
    }
  };
  return (
    <Page
      title={say("notice")}
      lead={survey.name}
      back
      foot={
        <>
          <Button onClick={() => instead("outcome", uuid, task)}>{say("notice_refused")}</Button>
          <Button kind="main" onClick={agree}>
            {say("notice_read")}
          </Button>
        </>
      }
    >
      <p>{say("notice_lead")}</p>
      <blockquote class="sheet read-out">{survey.notice}</blockquote>
      <Notice>{say("notice_free")}</Notice>
    </Page>
  );
}
