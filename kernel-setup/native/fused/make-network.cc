// Chooses the build of the kernels for this processor. HIERNAS_KERNELS=avx2 or portable selects a narrower one.
#include <cstdlib>
#include <string>

#include "network.h"

namespace hiernas {

namespace portable { std::unique_ptr<Network> make(Program program, int shards, float epsilon); }
#ifdef HIERNAS_X86
namespace avx2 { std::unique_ptr<Network> make(Program program, int shards, float epsilon); }
namespace avx512 { std::unique_ptr<Network> make(Program program, int shards, float epsilon); }
#endif

const char* vector_name() {
#ifdef HIERNAS_X86
  const char* asked = std::getenv("HIERNAS_KERNELS");
  const std::string most = asked == nullptr ? "avx512" : asked;
  const bool has512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                      __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") &&
                      __builtin_cpu_supports("avx512vl");
  const bool has2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2");
  if (most == "avx512" && has512) return "avx512";
  if (most != "portable" && has2) return "avx2";
#endif
  return "portable";
}

std::unique_ptr<Network> make_network(Program program, int shards, float epsilon) {
#ifdef HIERNAS_X86
  const std::string name = vector_name();
  if (name == "avx512") return avx512::make(std::move(program), shards, epsilon);
  if (name == "avx2") return avx2::make(std::move(program), shards, epsilon);
#endif
  return portable::make(std::move(program), shards, epsilon);
}

}  // namespace hiernas
