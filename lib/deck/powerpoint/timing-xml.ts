/** What appears with a click: items of a list one by one, and the steps of a drawing. */

/** Something that a click makes appear: a shape, or one paragraph of it. */
export interface Click {
  /** The shape's id. */
  readonly id: number;
  /** The paragraph's place in it, from 0. */
  readonly paragraph?: number;
}

/** The timing of a slide whose `clicks` come in order; empty without any. */
export function timingXml(clicks: readonly Click[]): string {
  if (clicks.length === 0) return "";
  let last = 2;
  const next = (): number => ++last;
  const now = '<p:stCondLst><p:cond delay="0"/></p:stCondLst>';
  const effects = clicks.map(({ id, paragraph }) => {
    const part = paragraph === undefined ? "" : `<p:txEl><p:pRg st="${paragraph}" end="${paragraph}"/></p:txEl>`;
    const target = part === "" ? `<p:spTgt spid="${id}"/>` : `<p:spTgt spid="${id}">${part}</p:spTgt>`;
    const [outer, middle, effect, set] = [next(), next(), next(), next()];
    const shown = `<p:set><p:cBhvr><p:cTn id="${set}" dur="1" fill="hold">${now}</p:cTn><p:tgtEl>${target}</p:tgtEl><p:attrNameLst><p:attrName>style.visibility</p:attrName></p:attrNameLst></p:cBhvr><p:to><p:strVal val="visible"/></p:to></p:set>`;
    const group = paragraph === undefined ? "" : ' grpId="0"';
    const appear = `<p:par><p:cTn id="${effect}" presetID="1" presetClass="entr" presetSubtype="0" fill="hold"${group} nodeType="clickEffect">${now}<p:childTnLst>${shown}</p:childTnLst></p:cTn></p:par>`;
    const inner = `<p:par><p:cTn id="${middle}" fill="hold">${now}<p:childTnLst>${appear}</p:childTnLst></p:cTn></p:par>`;
    return `<p:par><p:cTn id="${outer}" fill="hold"><p:stCondLst><p:cond delay="indefinite"/></p:stCondLst><p:childTnLst>${inner}</p:childTnLst></p:cTn></p:par>`;
  });
  const turn = (event: string): string => `<p:cond evt="${event}" delay="0"><p:tgtEl><p:sldTgt/></p:tgtEl></p:cond>`;
  const sequence = `<p:seq concurrent="1" nextAc="seek"><p:cTn id="2" dur="indefinite" nodeType="mainSeq"><p:childTnLst>${effects.join("")}</p:childTnLst></p:cTn><p:prevCondLst>${turn("onPrev")}</p:prevCondLst><p:nextCondLst>${turn("onNext")}</p:nextCondLst></p:seq>`;
  const built = [...new Set(clicks.filter(({ paragraph }) => paragraph !== undefined).map(({ id }) => id))];
  const builds = built.map((id) => `<p:bldP spid="${id}" grpId="0" build="p"/>`).join("");
  const list = builds === "" ? "" : `<p:bldLst>${builds}</p:bldLst>`;
  return `<p:timing><p:tnLst><p:par><p:cTn id="1" dur="indefinite" restart="never" nodeType="tmRoot"><p:childTnLst>${sequence}</p:childTnLst></p:cTn></p:par></p:tnLst>${list}</p:timing>`;
}
