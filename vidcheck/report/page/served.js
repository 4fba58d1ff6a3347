// Only on the page of `vidcheck review`: verdicts are told to the server, new takes fetched from it.
{
  const bar = V.make("p", { class: "served", role: "status" });
  document.body.append(bar);
  const told = (en, zh, bad = false) => { bar.replaceChildren(...V.both(en, zh)); bar.classList.toggle("bad", bad); bar.hidden = false; };
  bar.hidden = true;
  let telling = 0;
  // Nothing that a person is about to say gets lost: the page waits for the end of a note.
  const busy = () => telling > 0 || document.activeElement?.matches(".note") || V.wipe.shot !== null;

  V.verdicts.told = async (card, take, said) => {
    if (!said) return;
    telling += 1;
    try {
      const answer = await fetch("verdict", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ id: take.id, ...said }) });
      if (!answer.ok) throw new Error(await answer.text());
      const { decision, words, reason } = await answer.json();
      const shot = card.closest(".shot");
      const chip = shot.querySelector("h2 .decision");
      chip.className = `chip decision ${decision}`;
      chip.replaceChildren(...V.both(...words));
      shot.querySelector(".reason").replaceChildren(...V.both(...reason));
      told("saved in takes.yaml and the ledger", "已写入 takes.yaml 和账本");
      setTimeout(() => { bar.hidden = true; }, 2500);
    } catch (error) {
      told(`not saved: ${error.message}`, `没有保存：${error.message}`, true);
    } finally {
      telling -= 1;
    }
  };

  let version = null;
  const ask = async () => {
    try {
      const state = await (await fetch("state")).json();
      if (state.measuring) told(`new takes: measuring ${state.measuring}`, `有新成片，正在测量 ${state.measuring}`);
      else if (state.error) told(state.error, state.error, true);
      if (version !== null && state.version !== version && !busy()) { location.reload(); return; }
      version ??= state.version;
    } catch {
      told("the server has ended; the page only shows what it has", "服务已结束，页面只显示已有内容", true);
    }
    setTimeout(ask, 1500);
  };
  ask();
}
