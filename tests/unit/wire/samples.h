#pragma once

#include "wire/codec.h"

#include <QList>
#include <QTest>

// One rich frame of every kind the codec writes, for round trips and for damaging.
struct Sample {
    const char *name;
    wire::Frame frame;
};

[[nodiscard]] QList<Sample> sampleFrames();
[[nodiscard]] model::Manifest sampleManifest();
