#pragma once

#include <chrono>

namespace native {

// Every time the connections of this module wait for (PROTOCOL.md 1 and 3), so that tests need not.
struct Timings {
    using Ms = std::chrono::milliseconds;

    Ms preamble{3000}; // for twelve bytes
    Ms connect{4000}; // for one TCP connection
    Ms hello{5000}; // from there to the other side's hello
    Ms ping{15'000}; // silence after which we ask
    Ms dead{45'000}; // silence after which nobody is there
    Ms check{5000}; // for the pong, when the network has changed
    Ms contest{2000}; // the same, when a second link claims the place of the first
    Ms idle{5 * 60'000}; // without posts, transfers or interest
    Ms receipts{2}; // acknowledgements are collected; at most 10 ms by the protocol
    Ms dialSpacing{250}; // between the first attempts of a round
    Ms backoffFirst{1000};
    Ms backoffMost{60'000};
    Ms settled{10'000}; // a link that lived this long has worked
    Ms probe{9500};
    Ms jobPatience{45'000}; // for the link a transfer needs
    Ms farewell{2000}; // for the last bytes of a connection
    Ms portRetry{1000}; // between looks whether the wanted port is free
};

} // namespace native
