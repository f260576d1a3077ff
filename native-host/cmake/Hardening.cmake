# Compiler warnings for every target, and the hardening flags of the host (universe.md, "The host's cage").
add_library(volition_flags INTERFACE)
target_compile_options(volition_flags INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow)
# Some rooms get -pthread from RE2, and precompiled headers want the same flags everywhere.
target_compile_options(volition_flags INTERFACE -pthread)
target_link_options(volition_flags INTERFACE -pthread)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # GCC 12 warns falsely where std::string is concatenated (GCC bug 105651).
  target_compile_options(volition_flags INTERFACE -Wno-restrict)
  if(VOLITION_PRECOMPILED)
    # The same false warning by its other names.
    target_compile_options(volition_flags INTERFACE -Wno-stringop-overflow -Wno-array-bounds -Wno-stringop-overread)
  endif()
endif()
if(VOLITION_WERROR)
  target_compile_options(volition_flags INTERFACE -Werror)
endif()

if(VOLITION_SANITIZE)
  # _FORTIFY_SOURCE and automatic initialisation hide what the sanitizers look for.
  target_compile_options(volition_flags INTERFACE -fsanitize=address,undefined
                         -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(volition_flags INTERFACE -fsanitize=address,undefined)
  if(VOLITION_FUZZ)
    target_compile_options(volition_flags INTERFACE -fsanitize=fuzzer-no-link)
  endif()
else()
  target_compile_options(
    volition_flags
    INTERFACE $<$<CONFIG:Release>:-D_FORTIFY_SOURCE=3> -D_GLIBCXX_ASSERTIONS
              -fstack-protector-strong -fstack-clash-protection -ftrivial-auto-var-init=zero)
  if(CMAKE_SYSTEM_PROCESSOR STREQUAL "x86_64")
    target_compile_options(volition_flags INTERFACE -fcf-protection=full)
  endif()
  if(CMAKE_SYSTEM_NAME STREQUAL "Linux")
    target_link_options(volition_flags INTERFACE -pie -Wl,-z,relro,-z,now)
  endif()
endif()
