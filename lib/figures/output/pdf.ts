/** Print figure → PDF with the project's font. Its packages are loaded only when needed. */
import { createRequire } from "node:module";
import { InputError } from "../../input/errors.js";
import { shown } from "../../input/printable.js";
import { checkObject } from "../../input/settings.js";
import { fontFiles } from "./png.js";
import { checkPrintSize, type PrintFigure, toPoints } from "./print-size.js";
import { checkFigure } from "./svg.js";
import { withoutTextLengths } from "./text-length.js";

/** The part of pdfkit used here. */
interface PdfDocument {
  registerFont(name: string, file: string): PdfDocument;
  on(event: "data", listener: (chunk: Buffer) => void): PdfDocument;
  on(event: "end", listener: () => void): PdfDocument;
  on(event: "error", listener: (error: Error) => void): PdfDocument;
  end(): void;
}
type PdfKit = new (options: object) => PdfDocument;
type SvgToPdf = (document: PdfDocument, svg: string, x: number, y: number, options: object) => void;

/**
 * The bytes of a one-page PDF file, as large as the figure's paper. Text stays text. Throws InputError when the
 * packages for PDF are not installed.
 */
export async function toPdf(print: PrintFigure): Promise<Uint8Array> {
  checkObject("pdf", print);
  const { figure, svg, size } = print;
  checkFigure(figure);
  checkPrintSize(size);
  if (typeof svg !== "string" || !svg.startsWith("<svg "))
    throw new InputError(`pdf: svg: got ${shown(svg)}, must come from printFigure`);
  const [PDFDocument, svgToPdf] = [load("pdfkit") as PdfKit, load("svg-to-pdfkit") as SvgToPdf];
  const [width, height] = [toPoints(size.widthMm), toPoints(size.heightMm)];
  const document = new PDFDocument({
    ...{ size: [width, height], margin: 0 },
    // A fixed date, so that equal figures give equal files.
    info: { Title: figure.title, Subject: figure.description, CreationDate: new Date(0), ModDate: new Date(0) },
  });
  const [regular, bold] = fontFiles();
  document.registerFont("Arimo", regular).registerFont("Arimo bold", bold);
  const chunks: Buffer[] = [];
  return new Promise((resolve, reject) => {
    document
      .on("data", (chunk) => chunks.push(chunk))
      .on("end", () => resolve(Buffer.concat(chunks)))
      .on("error", reject);
    // A dash without a gap is a solid line, which pdfkit does not recognize.
    svgToPdf(document, withoutTextLengths(svg).replaceAll(/ stroke-dasharray="[\d.]+,0"/g, ""), 0, 0, {
      ...{ width, height, preserveAspectRatio: "xMinYMin meet", assumePt: true },
      fontCallback: (_family: string, isBold: boolean) => (isBold ? "Arimo bold" : "Arimo"),
    });
    document.end();
  });
}

const requireHere = createRequire(__filename);

function load(name: string): unknown {
  try {
    return requireHere(name) as unknown;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "MODULE_NOT_FOUND") throw error;
    throw new InputError(`pdf: the package ${name} is not installed; npm run setup installs it, or take svg`);
  }
}
