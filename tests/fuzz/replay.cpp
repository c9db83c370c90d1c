// Runs a fuzz target without libFuzzer: every file of the corpus, then mutations of them. Always the same ones, so that
// a failure comes back; the input that broke something is written to the working folder.

#include "fuzz/target.h"

#include <algorithm>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

namespace {

using Bytes = std::vector<uint8_t>;

constexpr int mutations = 20'000;
constexpr size_t largestInput = 64 * 1024;

Bytes current; // read by the signal handler

void keepCurrent(int signal)
{
    if (std::FILE *out = std::fopen("fuzz-broken-input", "wb")) {
        std::fwrite(current.data(), 1, current.size(), out);
        std::fclose(out);
    }
    std::signal(signal, SIG_DFL);
    std::raise(signal);
}

void run(const Bytes &input)
{
    current = input;
    LLVMFuzzerTestOneInput(current.data(), current.size());
}

std::vector<Bytes> readCorpus(const std::filesystem::path &folder)
{
    std::vector<std::filesystem::path> files;
    for (const auto &entry : std::filesystem::directory_iterator(folder))
        files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    std::vector<Bytes> corpus;
    for (const auto &file : files) {
        std::ifstream in(file, std::ios::binary);
        corpus.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
    }
    return corpus;
}

class Mutator
{
public:
    explicit Mutator(const std::vector<Bytes> &corpus)
        : m_corpus(corpus)
    {
    }

    Bytes next()
    {
        Bytes bytes = pick();
        for (size_t rounds = 1 + below(4); rounds > 0; --rounds)
            change(bytes);
        bytes.resize(std::min(bytes.size(), largestInput));
        return bytes;
    }

private:
    size_t below(size_t limit) { return limit == 0 ? 0 : size_t(m_random() % limit); }
    const Bytes &pick() { return m_corpus[below(m_corpus.size())]; }
    Bytes::difference_type place(const Bytes &bytes) { return Bytes::difference_type(below(bytes.size() + 1)); }

    void change(Bytes &bytes)
    {
        // Heads of CBOR, ends of ranges, signs.
        static constexpr uint8_t telling[] = {0x00, 0x01, 0x17, 0x18, 0x1b, 0x1f, 0x20, 0x3b, 0x41, 0x5b, 0x5f,
                                              0x61, 0x7f, 0x80, 0x82, 0x9b, 0x9f, 0xa0, 0xa1, 0xbb, 0xbf, 0xc0,
                                              0xf4, 0xf5, 0xf6, 0xf9, 0xfb, 0xff, '.', '/', '\\', ':'};
        const size_t at = below(bytes.size());
        switch (below(7)) {
        case 0:
            if (!bytes.empty())
                bytes[at] = uint8_t(bytes[at] ^ (1U << below(8)));
            break;
        case 1:
            if (!bytes.empty())
                bytes[at] = telling[below(std::size(telling))];
            break;
        case 2: bytes.insert(bytes.begin() + place(bytes), telling[below(std::size(telling))]); break;
        case 3: bytes.insert(bytes.begin() + place(bytes), uint8_t(m_random())); break;
        case 4: bytes.resize(at); break;
        case 5: bytes.erase(bytes.begin() + Bytes::difference_type(at), bytes.begin() + std::max(place(bytes), Bytes::difference_type(at))); break;
        default: splice(bytes); break;
        }
    }

    // A part of another input, put in anywhere.
    void splice(Bytes &bytes)
    {
        const Bytes &other = pick();
        const auto from = place(other);
        const auto to = std::max(from, place(other));
        const Bytes part(other.begin() + from, other.begin() + to);
        bytes.insert(bytes.begin() + place(bytes), part.begin(), part.end());
    }

    const std::vector<Bytes> &m_corpus;
    std::mt19937 m_random{24250};
};

} // namespace

int main(int argc, char **argv)
{
    if (argc != 2 || !std::filesystem::is_directory(argv[1])) {
        std::fprintf(stderr, "usage: %s CORPUS-FOLDER\n", argv[0]);
        return 2;
    }
    std::signal(SIGABRT, keepCurrent);
    std::signal(SIGSEGV, keepCurrent);
    const std::vector<Bytes> corpus = readCorpus(argv[1]);
    if (corpus.empty()) {
        std::fprintf(stderr, "empty corpus\n");
        return 1;
    }
    run({});
    for (const Bytes &input : corpus)
        run(input);
    Mutator mutator(corpus);
    for (int i = 0; i < mutations; ++i)
        run(mutator.next());
    std::printf("%zu inputs and %d mutations\n", corpus.size(), mutations);
    return 0;
}
