"use strict";
// What the project takes on disk, in gigabytes of 10⁹ bytes: the one place of these numbers, as measured on Debian 12. A
// test holds the texts that name them to it.

/** Each folder without a GPU. */
const GIGABYTES = Object.freeze({ node_modules: 0.6, ".venv": 0.25, ".setup": 1.2, build: 0.01 });

/** All of it. */
const TOTAL_GIGABYTES = 2.1;

/** What `.setup` has instead with an NVIDIA driver, CUDA included. */
const CUDA_GIGABYTES = 5.8;

/** What must be free for set-up, which unpacks more of TensorFlow than it keeps. */
const NEEDED_GIGABYTES = 2.6;

module.exports = { GIGABYTES, TOTAL_GIGABYTES, CUDA_GIGABYTES, NEEDED_GIGABYTES };
