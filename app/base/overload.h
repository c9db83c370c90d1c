#pragma once

namespace base {

// std::visit with one lambda per alternative; without a catch-all a new alternative does not compile.
template<typename... Lambdas>
struct Overload : Lambdas... {
    using Lambdas::operator()...;
};

template<typename... Lambdas>
Overload(Lambdas...) -> Overload<Lambdas...>;

} // namespace base
