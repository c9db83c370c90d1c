#pragma once

#include "model/post.h"
#include "wire/codec.h"
#include "wire/fields.h"

#include <optional>

namespace wire {

// Kinds of frames (PROTOCOL.md 4.2, 6.3, 6.4).
enum class Kind : quint64 {
    Hello = 0,
    Ping = 1,
    Pong = 2,
    Ack = 3,
    Refuse = 4,
    Close = 5,
    Presence = 6,
    Text = 16,
    Read = 20,
    Offer = 32,
    Answer = 33,
    ManifestGet = 34,
    ManifestPage = 35,
    Pause = 36,
    Cancel = 37,
    Again = 38,
    HashGet = 39,
    Hashes = 40,
    Result = 41,
    Order = 43,
    DataOpen = 96,
    DataGo = 97,
};

inline constexpr qsizetype largestName = 256; // bytes of UTF-8, also for titles
inline constexpr qsizetype largestDetail = 1024;

// Collects the fields of one map in ascending order of keys and puts `[kind, map]` around them.
class FrameWriter
{
public:
    explicit FrameWriter(Kind kind)
        : m_kind(kind)
    {
    }

    // The writer for the value of `key`.
    CborWriter &at(qint64 key)
    {
        ++m_count;
        return m_fields.key(key);
    }
    [[nodiscard]] QByteArray result() const
    {
        CborWriter frame;
        return frame.array(2).number(quint64(m_kind)).map(m_count).raw(m_fields.result()).result();
    }

private:
    Kind m_kind;
    quint64 m_count = 0;
    CborWriter m_fields;
};

// One body each; nullopt: not a kind of that file. `fields` remembers what was wrong.
[[nodiscard]] std::optional<Frame> readLinkFrame(quint64 kind, Fields &fields);
[[nodiscard]] std::optional<model::PostBody> readChatPost(quint64 kind, Fields &fields);
[[nodiscard]] std::optional<model::PostBody> readTransferPost(quint64 kind, Fields &fields);

// The other way; encodePost() has written kind and id.
void writeFields(FrameWriter &out, const model::TextPost &post);
void writeFields(FrameWriter &out, const model::ReadPost &post);
void writeFields(FrameWriter &out, const model::ReceiptPost &post);
void writeFields(FrameWriter &out, const model::RefusalPost &post);
void writeFields(FrameWriter &out, const model::Offer &offer);
void writeFields(FrameWriter &out, const model::Answer &whole);
void writeFields(FrameWriter &out, const model::ManifestRequestPost &post);
void writeFields(FrameWriter &out, const model::ManifestPagePost &post);
void writeFields(FrameWriter &out, const model::HashRequestPost &post);
void writeFields(FrameWriter &out, const model::HashesPost &post);
void writeFields(FrameWriter &out, const model::PausePost &post);
void writeFields(FrameWriter &out, const model::CancelPost &post);
void writeFields(FrameWriter &out, const model::ResultPost &post);
void writeFields(FrameWriter &out, const model::OrderPost &post);

} // namespace wire
