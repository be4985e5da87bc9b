/**
 * Advance widths of the glyphs of Arimo (the metrics of Liberation Sans and Arial), as data. Taken from the font's own
 * tables.
 */

/** Units of an em in {@link regularWidths} and {@link boldWidths}. */
export const UNITS_PER_EM = 2048;

/** The width of a character that is not in the tables: a little more than a digit's. */
export const UNKNOWN_WIDTH = 1251;

/** `[width, characters of that width]` of the regular face. */
// prettier-ignore
export const regularWidths: readonly (readonly [number, string])[] = [
  [391, "'"],
  [445, "₍₎⁽⁾"],
  [455, "ijl‘’"],
  [532, "|¦"],
  [569, " !,./:;I[\\]ft ÌÍÎÏìíîï"],
  [682, "()-`r¡¨­²³´·¸¹₁₂₃₄₅₆₇₈₉₀⁰⁴⁵⁶⁷⁸⁹“”"],
  [684, "{}"],
  [717, "•"],
  [726, "◦"],
  [727, "\""],
  [748, "º"],
  [758, "ª"],
  [797, "*"],
  [819, "°"],
  [961, "^"],
  [1024, "Jcksvxyzçýÿγλ↑↓"],
  [1100, "¶"],
  [1124, "±÷≤≥≈≠√"],
  [1131, "¯"],
  [1139, "#$0123456789?L_abdeghnopqu¢£¤¥§«»àáâãäåèéêëðñòóôõöùúûüþ–"],
  [1178, "β"],
  [1180, "µμ"],
  [1184, "α"],
  [1196, "+<=>~¬×−"],
  [1237, "○●■"],
  [1251, "FTZ¿ßø"],
  [1264, "σ"],
  [1266, "Σ"],
  [1366, "&ABEKPSVXYÀÁÂÃÄÅÈÉÊËÝÞ"],
  [1368, "Δ"],
  [1460, "∞∑"],
  [1479, "CDHNRUwÇÐÑÙÚÛÜ"],
  [1509, "©®"],
  [1593, "GOQÒÓÔÕÖØ"],
  [1706, "Mm"],
  [1708, "¼½¾"],
  [1821, "%æ"],
  [1933, "W"],
  [2027, "▲"],
  [2048, "Æ—…→←"],
  [2079, "@"],
];

/** `[width, characters of that width]` of the bold face. */
// prettier-ignore
export const boldWidths: readonly (readonly [number, string])[] = [
  [487, "'"],
  [500, "₍₎⁽⁾"],
  [569, " ,./I\\ijl ÌÍÎÏìíîï‘’"],
  [573, "|¦"],
  [682, "!()-:;[]`ft¡¨­²³´·¸¹₁₂₃₄₅₆₇₈₉₀⁰⁴⁵⁶⁷⁸⁹"],
  [717, "•"],
  [726, "◦"],
  [748, "º"],
  [758, "ª"],
  [797, "*r{}"],
  [819, "°"],
  [971, "\""],
  [1024, "z“”↑↓"],
  [1124, "±÷≤≥≈≠√"],
  [1131, "¯"],
  [1139, "#$0123456789J_aceksvxy¢£¤¥§«¶»àáâãäåçèéêëýÿγλ–"],
  [1196, "+<=>^~¬×−"],
  [1229, "µΣ"],
  [1237, "○●■"],
  [1250, "β"],
  [1251, "?FLTZbdghnopqu¿ßðñòóôõöøùúûüþ"],
  [1253, "μ"],
  [1259, "α"],
  [1366, "EPSVXYÈÉÊËÝÞ"],
  [1401, "σ"],
  [1460, "∞∑"],
  [1472, "Δ"],
  [1479, "&ABCDHKNRUÀÁÂÃÄÅÇÐÑÙÚÛÜ"],
  [1509, "©®"],
  [1593, "GOQwÒÓÔÕÖØ"],
  [1706, "M"],
  [1708, "¼½¾"],
  [1821, "%mæ"],
  [1933, "W"],
  [1997, "@"],
  [2027, "▲"],
  [2048, "Æ—…→←"],
];
