/** A network between a client and a server that loses what a test wants it to lose. */
import { connect, createServer, type Server, type Socket } from "node:net";

/** A proxy to a server on this machine. */
export interface FaultProxy {
  readonly port: number;
  /** Cuts every connection; new ones work. */
  cut(): void;
  /** From now on nothing arrives, in either direction, and nobody is told. */
  partition(): void;
  /** The next bytes still reach the server; its answer is lost, and the connection is cut. */
  loseAnswer(): void;
  /** Ends a partition: the connections of before are found dead, new ones work. */
  heal(): void;
  close(): Promise<void>;
}

/** Opens a proxy to `port`. */
export async function openProxy(port: number): Promise<FaultProxy> {
  const sockets = new Set<Socket>();
  let isParted = false;
  let losesAnswer = false;
  const server: Server = createServer((client) => {
    const upstream = connect(port, "127.0.0.1");
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from);
      from.on("data", (data) => {
        if (isParted) return;
        if (losesAnswer && from === upstream) {
          losesAnswer = false;
          client.destroy();
          upstream.destroy();
        } else to.write(data);
      });
      from.on("error", () => undefined);
      from.on("close", () => {
        sockets.delete(from);
        if (!isParted) to.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const cut = (): void => sockets.forEach((each) => each.destroy());
  return {
    port: typeof address === "object" && address !== null ? address.port : 0,
    cut,
    partition: () => (isParted = true),
    loseAnswer: () => (losesAnswer = true),
    heal: () => {
      isParted = false;
      cut();
    },
    close: () => {
      cut();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
