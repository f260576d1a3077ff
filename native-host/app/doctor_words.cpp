// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/doctor_words.hpp"

#include <string_view>

#include "app/context.hpp"

namespace volition::app {
namespace {

using platform::Ailment;

std::string title_of(const platform::Finding& finding) {
  return finding.browser == nullptr ? "Your browser" : std::string(finding.browser->title);
}

/// Run as the program itself, so that the words hold wherever it lies.
std::string install_again(const platform::Finding& finding, const std::string& program) {
  return program + " install" +
         (finding.browser == nullptr ? "" : " --browser " + std::string(finding.browser->name));
}

/// Known from those who tried (2026): Ubuntu's desktop has a portal through which Firefox's Snap
/// starts such programs, after a permission; Chromium's boxes and Firefox's Flatpak have none.
Words words_of_box(const platform::Finding& finding, std::string_view box) {
  const bool ubuntu = finding.ailment == Ailment::kSnapBrowser &&
                      finding.browser->family == platform::Family::kFirefox;
  const std::string title = title_of(finding);
  Words words;
  words.says = title + " is also here as a " + std::string(box) +
               ", which may not start programs outside its box.";
  if (finding.weight == platform::Weight::kProblem) {
    words.says = title + " is a " + std::string(box) +
                 " here, which may not start programs outside its box.";
  }
  words.mend = ubuntu ? "On Ubuntu, whose desktop has a portal for it: flatpak permission-set "
                        "webextensions org.volition.host snap.firefox yes. Elsewhere use the "
                        "browser from your system's packages."
                      : "Use the browser from your system's packages.";
  return words;
}

Words words_of_data_folder(const platform::Finding& finding) {
  const std::string folder = finding.where.native();
  if (finding.ailment == Ailment::kDataFolderOpen) {
    return {"Others on this machine may look into your data folder.", "chmod 700 '" + folder + "'"};
  }
  const std::string culprit = finding.found.empty() ? folder : finding.found;
  return {finding.found.empty() ? "You have no right to read and write your data folder."
                                : "Your data folder cannot be made.",
          "Make " + culprit + " a folder that is yours: sudo chown \"$USER\" '" + culprit +
              "' && chmod u+rwx '" + culprit +
              "'. Or name another folder in VOLITION_DATA_DIR, where the browser sees it too."};
}

}  // namespace

Words words_of(const platform::Finding& finding, const std::string& program) {
  const std::string title = title_of(finding);
  const std::string again = install_again(finding, program);
  switch (finding.ailment) {
    case Ailment::kNotRegistered:
      if (finding.browser == nullptr) return {"No browser knows this program.", again};
      return {title + " is on this machine and does not know this program.", again};
    case Ailment::kManifestDamaged:
      return {title + " cannot read the file that tells it where this program is (" +
                  finding.found + ").",
              again};
    case Ailment::kWrongId:
      return {title + " was told to let another extension than Volition start this program.",
              again};
    case Ailment::kWrongPath:
      return {title + " was told to start " + finding.found + ", which is not this program.",
              again};
    case Ailment::kHostMissing:
      return {title + " was told to start " + finding.found + ", which is not there.", again};
    case Ailment::kHostNotExecutable:
      return {title + " was told to start " + finding.found + ", which may not be started.",
              "chmod +x '" + finding.found + "', or: " + again};
    case Ailment::kOtherVersion:
      return {title + " starts version " + finding.found + "; this is " +
                  std::string(kHostVersion) + ".",
              again};
    case Ailment::kOtherExtension:
      return {"The extension that came with the system's package is version " +
                  (finding.found.empty() ? "unknown" : finding.found) + "; this program is " +
                  std::string(kHostVersion) + ".",
              "Update the package, then restart " + title + "."};
    case Ailment::kSnapBrowser:
      return words_of_box(finding, "Snap");
    case Ailment::kFlatpakBrowser:
      return words_of_box(finding, "Flatpak");
    case Ailment::kDataFolderRefused:
    case Ailment::kDataFolderOpen:
      return words_of_data_folder(finding);
    case Ailment::kShippedFileDamaged:
      return {finding.found + ", which came with this program, is damaged or missing.",
              "Install the program again. As long as the lists' texts are whole, it makes what it "
              "needs out of them itself, into your data folder."};
    case Ailment::kListsDamaged:
      return {"The file that keeps your choice of filter lists is damaged.",
              "Open the browser: the program puts it together again from what is there, and keeps "
              "the damaged file aside."};
    case Ailment::kListsRestored:
      return {
          "The file that keeps your choice of filter lists was damaged and was put together "
          "again.",
          "See whether Settings name your lists as you want them; then remove the file."};
  }
  return {};
}

}  // namespace volition::app
