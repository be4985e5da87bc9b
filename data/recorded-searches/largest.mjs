// Finds the largest network of 1,000 random hierarchical genotypes at laptop scale.
import { laptopProtocol } from "../../build/lib/evaluation/protocol.js";
import { hierarchicalLimit } from "../../build/lib/study/experiments/hierarchical-limit.js";

console.log(hierarchicalLimit(laptopProtocol.network));
