"use strict";
// The project's disk use in gigabytes of 10⁹ bytes, measured on Debian 12. This is the only source of these numbers: a
// test checks the texts that mention them.

/** Each folder, without a GPU. */
const GIGABYTES = Object.freeze({ node_modules: 1, ".venv": 0.25, ".setup": 1.2, build: 0.01 });

/** All folders together. */
const TOTAL_GIGABYTES = 2.5;

/** The size of `.setup` with an NVIDIA driver, CUDA included. */
const CUDA_GIGABYTES = 5.8;

/** The free space that set-up needs: it unpacks more of TensorFlow than it keeps. */
const NEEDED_GIGABYTES = 3;

module.exports = { GIGABYTES, TOTAL_GIGABYTES, CUDA_GIGABYTES, NEEDED_GIGABYTES };
