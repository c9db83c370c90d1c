#include "model/post.h"

#include "base/overload.h"

namespace model {

bool isDurable(const PostBody &body)
{
    return std::visit(base::Overload{
                          [](const TextPost &) { return true; },
                          [](const ReadPost &) { return true; },
                          [](const ReceiptPost &) { return false; },
                          [](const RefusalPost &) { return false; },
                          [](const Offer &) { return true; },
                          [](const Answer &) { return true; },
                          [](const ManifestRequestPost &) { return false; },
                          [](const ManifestPagePost &) { return false; },
                          [](const HashRequestPost &) { return false; },
                          [](const HashesPost &) { return false; },
                          [](const PausePost &) { return false; },
                          [](const CancelPost &) { return true; },
                          [](const ResultPost &) { return true; },
                          [](const OrderPost &) { return false; },
                      },
                      body);
}

} // namespace model
