import type { Logger } from "../../lib/figures/output/svg.js";

/** A logger that collects warnings in `warnings`. */
export function collectWarnings(warnings: unknown[]): Logger {
  const keep = (...messages: readonly unknown[]): Logger => {
    warnings.push(...messages);
    return logger;
  };
  const logger: Logger = { level: () => logger, error: keep, warn: keep, info: () => logger, debug: () => logger };
  return logger;
}
