// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/common_tokens.hpp"

#include <array>
#include <string_view>

#include "filters/hashing.hpp"

namespace volition::filters {
namespace {

struct CommonToken {
  std::string_view text;
  std::uint16_t per_thousand;
};

// Counted over 8,548 requests of browsing.
// clang-format off
constexpr std::array kCommonTokens = std::to_array<CommonToken>({
    {"0", 147}, {"01", 16}, {"01net", 9}, {"02", 17}, {"1", 193}, {"10", 8}, {"100", 11}, {"105", 6}, {"11", 23},
    {"11e9", 7}, {"12", 18}, {"121", 5}, {"13", 17}, {"13985564", 6}, {"14", 13}, {"15", 22}, {"1549979310", 9},
    {"16", 16}, {"160", 7}, {"161", 6}, {"1621664", 6}, {"169", 6}, {"17", 19}, {"17x17", 5}, {"18", 11}, {"19", 8},
    {"1x1", 6}, {"2", 99}, {"20", 8}, {"200x200", 20}, {"2018", 6}, {"2019", 18}, {"24", 26}, {"29", 5}, {"3", 65},
    {"300", 8}, {"300x250", 6}, {"304", 7}, {"32", 12}, {"36", 6}, {"4", 52}, {"40", 10}, {"400", 5}, {"444", 9},
    {"46", 7}, {"5", 38}, {"6", 29}, {"60", 19}, {"600", 40}, {"62", 6}, {"665", 6}, {"7", 29}, {"728x90", 6},
    {"8", 53}, {"8%3ac%3a1%3ala%3aen", 5}, {"800", 40}, {"800x600", 20}, {"9", 27}, {"90", 6}, {"925430", 7},
    {"a", 52}, {"aax", 7}, {"ac", 22}, {"action", 9}, {"activeview", 13}, {"ad", 31}, {"adfox", 6}, {"adnxs", 17},
    {"ads", 31}, {"adsafe", 5}, {"adsafeprotected", 19}, {"adserver", 5}, {"adservice", 11}, {"adsid", 13},
    {"adsystem", 12}, {"adurl", 7}, {"ah", 8}, {"akamaihd", 13}, {"all", 18}, {"am", 13}, {"amazon", 44},
    {"amazonaws", 7}, {"ameli", 24}, {"amfl", 7}, {"an", 7}, {"analytics", 19}, {"anid", 15}, {"api", 22}, {"app", 7},
    {"apps", 8}, {"article", 7}, {"as", 13}, {"asid", 9}, {"assets", 44}, {"association", 5}, {"async", 7},
    {"attachment", 25}, {"auiclients", 7}, {"avatar", 11}, {"aw", 8}, {"b", 15}, {"bc", 5}, {"bcbits", 18}, {"be", 5},
    {"bfmtv", 5}, {"bg", 9}, {"bit", 7}, {"bkn", 7}, {"bleacherreport", 11}, {"blog", 14}, {"boredpanda", 10},
    {"br", 11}, {"breitbart", 7}, {"browser", 7}, {"by", 11}, {"c", 47}, {"ca", 6}, {"cache", 12}, {"callback", 20},
    {"callya", 7}, {"campid", 6}, {"cb", 28}, {"cc", 16}, {"cd", 14}, {"cdc", 7}, {"cdn", 45}, {"chameleon", 6},
    {"chanid", 6}, {"charset", 6}, {"cid", 15}, {"cisco", 16}, {"client", 7}, {"clog", 7}, {"cm", 17}, {"cmd", 7},
    {"co", 32}, {"collect", 12}, {"com", 592}, {"com%2f", 6}, {"com%2factualites%2fbon", 5}, {"common", 6},
    {"config", 13}, {"connect", 10}, {"consent", 8}, {"container", 6}, {"content", 26}, {"contrib", 10},
    {"cookie", 10}, {"cover", 9}, {"criteo", 7}, {"cs", 6}, {"css", 56}, {"ct", 5}, {"current", 13}, {"custom", 9},
    {"cv", 8}, {"cver", 11}, {"cz", 15}, {"d", 23}, {"damdy", 5}, {"data", 17}, {"date", 5}, {"dc", 6}, {"de", 72},
    {"decathlon", 12}, {"default", 15}, {"description", 6}, {"designs", 8}, {"desktop", 10}, {"div", 5}, {"dl", 16},
    {"dmcdn", 31}, {"domain", 11}, {"doubleclick", 35}, {"drudgereport", 7}, {"dsp", 6}, {"dt", 21}, {"dtt", 7},
    {"e", 27}, {"ec", 9}, {"editorial", 8}, {"eid", 7}, {"em", 12}, {"embed", 6}, {"en", 28}, {"es", 13}, {"et", 8},
    {"etc", 9}, {"eu", 21}, {"euros", 6}, {"ev", 7}, {"event", 8}, {"events", 6}, {"ext", 5}, {"f", 22}, {"f4", 16},
    {"facebook", 17}, {"false", 21}, {"fb", 6}, {"files", 12}, {"fm", 10}, {"fmt", 9}, {"fonts", 26}, {"format", 7},
    {"fr", 63}, {"free", 11}, {"freikarten", 8}, {"frm", 8}, {"fst", 5}, {"g", 47}, {"ga", 5}, {"gamespot", 13},
    {"gaming", 9}, {"gdpr", 7}, {"geo", 5}, {"get", 12}, {"gid", 19}, {"gif", 29}, {"gjid", 8}, {"global", 5},
    {"gm", 12}, {"google", 61}, {"googleapis", 6}, {"googlemktybqhcso", 5}, {"googlesyndication", 30},
    {"googletagservices", 14}, {"gpt", 10}, {"gstatic", 8}, {"gtm", 9}, {"guid", 6}, {"h", 33}, {"ha", 11},
    {"highwebmedia", 14}, {"his", 8}, {"hit", 5}, {"hm", 9}, {"home", 9}, {"hp", 9}, {"html", 36}, {"http", 6},
    {"https", 994}, {"https%3a", 5}, {"https%3a%2f%2fnews", 6}, {"https%3a%2f%2fwww", 45}, {"hu", 12}, {"i", 44},
    {"i0", 8}, {"ib", 12}, {"icon", 7}, {"icons", 7}, {"id", 73}, {"idmap", 10}, {"if", 6}, {"iframe", 8}, {"im", 5},
    {"image", 22}, {"images", 88}, {"img", 71}, {"impl", 14}, {"in", 9}, {"info", 11}, {"integrator", 10},
    {"interia", 6}, {"io", 8}, {"ipad", 6}, {"is", 8}, {"it", 19}, {"j", 10}, {"j73", 9}, {"java", 5}, {"je", 8},
    {"jid", 10}, {"jload", 13}, {"job", 5}, {"jobs", 9}, {"jpeg", 6}, {"jpg", 162}, {"jquery", 8}, {"js", 258},
    {"json", 17}, {"k", 7}, {"key", 8}, {"l", 20}, {"lequipe", 8}, {"lg", 6}, {"lib", 5}, {"ligatus", 5}, {"list", 7},
    {"listener", 7}, {"loader", 5}, {"logo", 12}, {"m", 23}, {"main", 16}, {"makes", 6}, {"match", 8}, {"mc", 8},
    {"media", 23}, {"mel", 6}, {"min", 39}, {"mini", 10}, {"mirror", 23}, {"mvideo", 9}, {"n", 29}, {"na", 23},
    {"name", 7}, {"neon", 5}, {"net", 168}, {"new", 5}, {"news", 11}, {"news%2feastenders", 5}, {"nid", 8},
    {"nmime", 5}, {"no", 5}, {"novinky", 11}, {"nplug", 5}, {"ns", 7}, {"num", 5}, {"o", 25}, {"obst", 10},
    {"oid", 7}, {"on", 7}, {"onliner", 11}, {"org", 14}, {"osd", 11}, {"owen", 6}, {"p", 28}, {"page", 18},
    {"pagead", 23}, {"pagead2", 17}, {"pageview", 8}, {"pandao", 16}, {"partir", 6}, {"pbs", 7}, {"pcs", 10},
    {"pd", 11}, {"pf", 5}, {"php", 18}, {"pid", 15}, {"pingtime", 8}, {"piv", 10}, {"pixel", 28}, {"pl", 22},
    {"placementid", 6}, {"plan", 6}, {"platform", 7}, {"player", 8}, {"plugins", 5}, {"pm", 14}, {"png", 76},
    {"pos", 7}, {"pouces", 6}, {"pp", 9}, {"pr", 6}, {"prebid", 6}, {"pro", 6}, {"prod", 34}, {"products", 6},
    {"pt", 8}, {"pub", 6}, {"pubads", 7}, {"pubcreative", 6}, {"pubid", 7}, {"public", 22}, {"puborder", 6},
    {"push", 14}, {"px", 7}, {"q", 7}, {"qs", 6}, {"r", 39}, {"r20110914", 9}, {"r20190131", 6}, {"r20190206", 8},
    {"rand", 7}, {"random", 8}, {"reas", 10}, {"redir", 7}, {"ref", 12}, {"referrer", 9}, {"rend", 11},
    {"renddet", 10}, {"res", 8}, {"resources", 8}, {"resp", 6}, {"revcontent", 5}, {"rf", 5}, {"ri", 11},
    {"rmeas", 10}, {"roboto", 5}, {"roomimg", 10}, {"rottentomatoes", 15}, {"rtb", 7}, {"ru", 59}, {"ru%2f", 6},
    {"rubiconproject", 7}, {"s", 71}, {"s1", 15}, {"s2", 24}, {"s3", 9}, {"safeframe", 5}, {"sai", 7}, {"sb", 6},
    {"sc", 19}, {"scorecardresearch", 5}, {"screen", 7}, {"sd", 16}, {"sdk", 6}, {"secure", 12}, {"securepubads", 16},
    {"sendb", 5}, {"session", 8}, {"sh", 8}, {"shared", 12}, {"show", 10}, {"si", 8}, {"sid", 12}, {"sig", 11},
    {"site", 12}, {"sites", 26}, {"size", 6}, {"skimresources", 7}, {"sl", 11}, {"sleventcount", 7}, {"slevents", 7},
    {"slickdeals", 20}, {"slickdealscdn", 14}, {"sltimes", 7}, {"source", 6}, {"spoilers", 6}, {"sportbox", 16},
    {"sr", 13}, {"sr160", 6}, {"ss", 5}, {"ssl", 60}, {"ssp", 6}, {"st", 6}, {"stable", 8}, {"static", 89},
    {"static1", 5}, {"steamstore", 8}, {"storage", 18}, {"stream", 16}, {"styles", 10}, {"sv", 5}, {"svg", 19},
    {"sw", 8}, {"sync", 22}, {"t", 50}, {"taboola", 10}, {"tag", 12}, {"tags", 17}, {"teaser", 8}, {"th", 11},
    {"themes", 18}, {"thumb", 23}, {"thumbnails", 6}, {"tiba", 5}, {"tid", 13}, {"time", 12}, {"tiqcdn", 10},
    {"tm", 5}, {"to", 10}, {"token", 5}, {"top", 8}, {"tpc", 13}, {"tr", 7}, {"track", 7},
    {"trinitymirrordigital", 8}, {"true", 27}, {"ts", 18}, {"tt", 13}, {"ttf", 6}, {"tv", 23}, {"twimg", 8},
    {"twitter", 5}, {"type", 23}, {"tz", 15}, {"u", 37}, {"ua", 17}, {"ui", 6}, {"uid", 16}, {"uk", 16},
    {"uk%2ftv%2ftv", 5}, {"ul", 9}, {"uploads", 12}, {"url", 32}, {"urlfix", 7}, {"us", 27}, {"user", 19},
    {"ut4", 10}, {"utag", 10}, {"utf", 20}, {"utv", 9}, {"v", 67}, {"v1", 23}, {"v2", 18}, {"v3", 6}, {"v6", 8},
    {"ver", 8}, {"version", 9}, {"view", 10}, {"vimeo", 7}, {"vimeocdn", 5}, {"vk", 11}, {"vodafone", 14}, {"vp", 9},
    {"vs", 7}, {"w", 39}, {"watch", 6}, {"wc", 10}, {"web", 22}, {"webfont", 9}, {"widget", 7}, {"widgets", 6},
    {"window", 7}, {"woff", 9}, {"woff2", 14}, {"wp", 16}, {"www", 175}, {"x", 18}, {"x240", 21}, {"xai", 9},
    {"xs", 8}, {"y", 13}, {"yandex", 16}, {"youtube", 5}, {"z", 15},
});
// clang-format on

/// The same by hash, so that asking costs one look.
class Table {
 public:
  Table() {
    for (const CommonToken& token : kCommonTokens) {
      Slot& slot = find(token_hash(token.text));
      slot = {token_hash(token.text), token.per_thousand};
    }
  }

  std::uint32_t per_thousand(std::uint32_t hash) { return find(hash).per_thousand; }

 private:
  static constexpr std::size_t kSlots = 2048;
  static_assert(kCommonTokens.size() * 2 < kSlots);

  struct Slot {
    std::uint32_t hash = 0;
    std::uint16_t per_thousand = 0;
  };

  /// The token's slot, or the empty one where it would stand.
  Slot& find(std::uint32_t hash) {
    std::size_t at = hash % kSlots;
    while (slots_[at].per_thousand != 0 && slots_[at].hash != hash) at = (at + 1) % kSlots;
    return slots_[at];
  }

  std::array<Slot, kSlots> slots_{};
};

}  // namespace

std::uint32_t requests_per_thousand(std::uint32_t hash) {
  static Table table;
  return table.per_thousand(hash);
}

}  // namespace volition::filters
