// The protocol of the long trainings: the library's long protocol, and networks of other widths. Scored on all test
// images.
import { smallNetwork } from "../../build/lib/network/network-config.js";

export { longProtocol } from "../../build/lib/evaluation/protocol.js";

/** The network around a cell, with `channels` as c0 (the yardstick: 16). */
export const networkOf = (channels) => ({ ...smallNetwork, channels });
