// Included before the binding's source by `-include`: gives every TensorFlow session of the binding the project's
// options. The binding itself only calls TF_NewSessionOptions().
//
// The options turn off TensorFlow's graph optimizer: the library's graphs are already optimized, and with the optimizer
// the first training step takes 2.7 s instead of 0.3 s, and runs do not repeat exactly.
#pragma once

#include <cstdio>

#include "tensorflow/c/c_api.h"

static inline TF_SessionOptions *HiernasNewSessionOptions() {
  // ConfigProto { graph_options { rewrite_options { disable_meta_optimizer: true } } }
  static const unsigned char kConfig[] = {0x52, 0x05, 0x52, 0x03, 0x98, 0x01, 0x01};
  TF_SessionOptions *options = TF_NewSessionOptions();
  TF_Status *status = TF_NewStatus();
  TF_SetConfig(options, kConfig, sizeof(kConfig), status);
  if (TF_GetCode(status) != TF_OK) {
    std::fprintf(stderr, "hiernas: session options refused: %s\n", TF_Message(status));
  }
  TF_DeleteStatus(status);
  return options;
}

#define TF_NewSessionOptions HiernasNewSessionOptions
