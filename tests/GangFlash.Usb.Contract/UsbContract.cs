using System.Collections.Immutable;

namespace GangFlash.Usb.Contract;

/// <summary>
/// What <see cref="Devices.IUsbBus"/> and <see cref="Devices.IUsbDevice"/> promise, clause by clause. Run against every implementation: the virtual bus in the
/// usual tests, libusb with the same boards on a kernel by <c>usb-vmtests contract</c>.
/// </summary>
public static partial class UsbContract
{
    public static ImmutableArray<ContractCheck> Checks { get; } =
    [
        // On the bus
        ContractCheck.Of(The_list_is_in_the_order_of_ports_and_tells_whole_descriptors),
        ContractCheck.Of(Listing_and_opening_send_nothing),
        ContractCheck.Of(An_empty_port_is_no_device),
        ContractCheck.Of(A_watch_begins_with_what_is_there),
        ContractCheck.Of(A_watch_tells_of_departure_and_arrival_and_so_does_a_second_one),
        ContractCheck.Of(A_board_that_was_pulled_and_plugged_between_two_looks_departs_first),
        ContractCheck.Of(A_watch_ends_by_cancellation_only),
        ContractCheck.Of(A_bus_that_is_disposed_has_closed_its_devices),

        // Opening and claiming
        ContractCheck.Of(Descriptors_are_the_same_in_the_list_at_the_handle_and_on_the_wire),
        ContractCheck.Of(Strings_are_read_before_anything_is_claimed),
        ContractCheck.Of(A_claimed_interface_is_refused_to_a_second_handle_until_the_first_is_closed),
        ContractCheck.Of(Claiming_twice_is_claiming_once_and_a_missing_interface_is_refused),
        ContractCheck.Of(Alternate_settings_are_selected_and_a_missing_one_is_refused),
        ContractCheck.Of(An_alternate_setting_needs_a_claim),

        // Transfers
        ContractCheck.Of(A_refused_request_is_a_stall_and_the_next_one_works),
        ContractCheck.Of(A_block_of_the_transfer_size_goes_both_ways),
        ContractCheck.Of(An_answer_that_is_shorter_than_asked_for_says_its_length),
        ContractCheck.Of(Two_requests_at_once_are_both_answered),
        ContractCheck.Of(Data_of_another_length_than_the_set_up_packet_says_is_a_mistake),

        // Ends
        ContractCheck.Of(A_cancelled_caller_starts_nothing),
        ContractCheck.Of(A_transfer_that_runs_is_not_cancelled),
        ContractCheck.Of(A_time_out_loses_the_handle_and_a_new_one_works),
        ContractCheck.Of(An_infinite_time_out_waits),
        ContractCheck.Of(Disposing_ends_a_transfer_that_runs),
        ContractCheck.Of(A_disposed_device_takes_nothing_any_more_and_disposing_twice_does_no_harm),
        ContractCheck.Of(A_board_that_is_pulled_ends_the_transfer_that_runs),
        ContractCheck.Of(A_reset_spends_the_handle_and_the_port_can_be_opened_anew),
        ContractCheck.Of(A_handle_of_a_board_that_was_pulled_never_reaches_the_next_one),
    ];
}
