// Follows the line: fills the page with what /api/line/events says. Every word and shape is a template that the server drew; here they are only chosen and placed.
"use strict";
(() => {
  const stations = document.getElementById("stations");
  const watching = document.getElementById("watching");
  const nobody = document.getElementById("nobody");
  const tiles = new Map([...document.querySelectorAll("template[data-tile]")].map(template => [template.dataset.tile, template]));
  // Stations speak every two seconds at least: after this silence the connection is gone, whatever the browser thinks of it.
  const silence = 7000;
  const retry = 3000;
  let source = null, timer = 0, heard = "";

  const copy = template => template.content.firstElementChild.cloneNode(true);
  const field = (within, name) => within.querySelector(`[data-f="${name}"]`);
  const put = (within, name, text) => {
    const element = field(within, name);
    if (element.textContent !== text) element.textContent = text;
    return element;
  };
  const fact = (within, name, text) => { put(within, name, text ?? "").parentElement.hidden = text == null; };
  const count = number => number.toLocaleString("en-US");
  const took = ms => ms == null ? "" : ms < 600000 ? `${(ms / 1000).toFixed(1)} s` : `${(ms / 60000).toFixed(0)} min`;
  const clock = iso => iso.slice(0, 19).replace("T", " ");

  const keyOf = slot => slot.sign === "running" ? `running:${slot.phase ?? ""}` : slot.sign;
  const unitOf = slot => slot.unit ? slot.unit : slot.usbSerial && slot.sign !== "empty" && slot.sign !== "plug" ? `USB ${slot.usbSerial}` : "";

  function fillTile(tile, slot) {
    tile.dataset.slot = slot.slot;
    put(tile, "slot", `${slot.slot}`);
    put(tile, "unit", unitOf(slot));
    put(tile, "code", slot.code);
    put(tile, "took", took(slot.tookMs));
    field(tile, "percent").value = slot.percent ?? 0;
  }

  function fillTiles(list, slots) {
    slots.forEach((slot, place) => {
      const key = keyOf(slot);
      let tile = list.children[place];
      if (!tile || tile.dataset.key !== key || tile.dataset.slot !== `${slot.slot}`) {
        const fresh = copy(tiles.get(key) ?? tiles.get("running:"));
        if (tile) tile.replaceWith(fresh); else list.append(fresh);
        tile = fresh;
      }
      fillTile(tile, slot);
    });
    while (list.children.length > slots.length) list.lastElementChild.remove();
  }

  const alarmWords = { stop: "Line stop", degrade: "Alarm", inform: "Note" };
  function fillAlarms(place, alarms) {
    const text = JSON.stringify(alarms);
    if (place.dataset.told === text) return;
    place.dataset.told = text;
    place.replaceChildren(...alarms.map(alarm => {
      const line = copy(document.getElementById("alarm"));
      line.className = `alarm ${alarm.class}`;
      put(line, "class", alarmWords[alarm.class] ?? "");
      put(line, "what", alarm.what);
      put(line, "order", alarm.order);
      return line;
    }));
  }

  function kindOf(station) {
    const simulated = station.simulated ? "simulated boards" : null;
    return station.purpose === "production" ? simulated : [station.purpose.replaceAll("_", " "), simulated].filter(Boolean).join(", ");
  }

  function fillStation(card, station) {
    card.className = `station ${station.state}`;
    card.dataset.station = station.station;
    card.setAttribute("aria-label", `Station ${station.station}`);
    put(card, "station", station.station);
    const pill = put(card, "state", station.state[0].toUpperCase() + station.state.slice(1));
    pill.className = `pill ${station.state}`;
    put(card, "says", station.says);
    fact(card, "batch", station.workOrder ?? station.batch);
    fact(card, "recipe", station.recipe == null ? null : `${station.recipe} ${station.revision ?? ""}`.trimEnd());
    fact(card, "good", station.planned == null ? count(station.good) : `${count(station.good)} of ${count(station.planned)}`);
    fact(card, "red", count(station.red));
    fact(card, "operator", station.operator);
    fact(card, "kind", kindOf(station));
    fillAlarms(field(card, "alarms"), station.alarms);
    fillTiles(field(card, "slots"), station.slots);
  }

  function show(line) {
    line.stations.forEach((station, place) => {
      let card = stations.children[place];
      if (!card) stations.append(card = copy(document.getElementById("station")));
      fillStation(card, station);
    });
    while (stations.children.length > line.stations.length) stations.lastElementChild.remove();
    nobody.hidden = line.stations.length > 0;
    heard = clock(line.asOf);
  }

  function say(text, isLost) {
    if (watching.textContent !== text) watching.textContent = text;
    watching.className = isLost ? "notice bad" : "notice live";
    document.documentElement.classList.toggle("stale", isLost);
  }

  function alive() {
    clearTimeout(timer);
    timer = setTimeout(() => { lost(); follow(); }, silence);
    say("Live.", false);
  }

  function lost() {
    say(`The connection to the site is lost${heard ? ` since ${heard} UTC` : ""}. What is shown is old; trying again.`, true);
  }

  function follow() {
    if (source) source.close();
    source = new EventSource("/api/line/events");
    source.addEventListener("line", event => { show(JSON.parse(event.data)); alive(); });
    source.addEventListener("beat", alive);
    source.onerror = () => {
      clearTimeout(timer);
      lost();
      // A refusal (signed out, too many watchers) ends the browser's own tries.
      if (source.readyState === EventSource.CLOSED) timer = setTimeout(follow, retry);
    };
  }

  follow();
})();
