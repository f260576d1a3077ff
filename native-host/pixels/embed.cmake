# Writes the shipped provider files as one C++ source: cmake -DOUT=FILE -DDATA=DIR -P embed.cmake
file(GLOB files LIST_DIRECTORIES false RELATIVE ${DATA}/providers ${DATA}/providers/*.json)
list(SORT files)
set(rows "")
foreach(file IN LISTS files)
  if(file STREQUAL "provider.schema.json")
    continue()
  endif()
  file(READ ${DATA}/providers/${file} content)
  string(APPEND rows "    {\"${file}\", R\"volition(${content})volition\"},\n")
endforeach()
file(READ ${DATA}/companies.json companies)
file(WRITE ${OUT}.new
"// Made by native-host/pixels/embed.cmake from native-host/data/; never edited.
#include \"pixels/providers.hpp\"

namespace volition::pixels {
namespace {
constexpr ShippedFile kProviderFiles[] = {
${rows}};
constexpr std::string_view kCompanies = R\"volition(${companies})volition\";
}  // namespace

std::span<const ShippedFile> shipped_provider_files() { return kProviderFiles; }
std::string_view shipped_companies() { return kCompanies; }
}  // namespace volition::pixels
")
file(COPY_FILE ${OUT}.new ${OUT} ONLY_IF_DIFFERENT)
file(REMOVE ${OUT}.new)
