import { render } from "preact";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { useAddress } from "./data/address";
import { Data } from "./data/core";
import { HereContext, Say } from "./data/say";
import { WORDS } from "./data/words";
import { EvidencePanel } from "./parts/evidence_panel";
import { Footer, Header } from "./parts/header";
import { decodeRef } from "./parts/number";
import { CompareView } from "./views/compare";
import { DataView } from "./views/data";
import { EditionView } from "./views/edition";
import { MapView } from "./views/map";
import { PlaceView } from "./views/place";
import "./style/app.css";

function Page({ data }: { data: Data }) {
  const address = useAddress();
  const lang = address.settings.lang === "en" ? "en" : "ko";
  const say = useMemo(() => new Say(lang, data), [lang, data]);
  const about = address.settings.e ? decodeRef(address.settings.e) : null;
  const place = address.view === "place" ? data.municipality(address.about) : undefined;
  useEffect(() => {
    // Setting it anew, even to the same, would have every style of the page worked out again.
    if (document.documentElement.lang !== lang) document.documentElement.lang = lang;
    const view = place ? say.name(place) : address.view === "place" ? "" : say.w(address.view);
    document.title = [view, say.w("title")].filter(Boolean).join(" — ");
  }, [lang, address.view, address.about]);
  // Another view begins at its top, for eyes and for a screen reader; another setting of the same view stays where the reader is.
  const isFirst = useRef(true);
  useEffect(() => {
    if (isFirst.current) isFirst.current = false;
    else document.getElementById("content")?.focus();
    scrollTo(0, 0);
  }, [address.view, address.view === "place" ? address.about : ""]);
  return (
    <HereContext.Provider value={{ data, say, address }}>
      <Header />
      <main id="content" tabIndex={-1}>
        {address.view === "map" ? <MapView /> : null}
        {address.view === "place" ? <PlaceView key={address.about} id={address.about} /> : null}
        {address.view === "edition" ? <EditionView about={address.about} /> : null}
        {address.view === "compare" ? <CompareView about={address.about} /> : null}
        {address.view === "data" ? <DataView /> : null}
      </main>
      <Footer />
      {about ? <EvidencePanel key={address.settings.e} about={about} /> : null}
    </HereContext.Provider>
  );
}

const root = document.getElementById("app");
if (root) {
  if (globalThis.iljari) render(<Page data={new Data(globalThis.iljari)} />, root);
  else render(<p class="failed">{`${WORDS.noCore.ko} · ${WORDS.noCore.en}`}</p>, root);
}
