<?php
/**
 * WP-CLI: the places of posts that were written before.
 *
 * @package Exonym
 */

namespace Exonym\Command;

use Exonym\Places;
use Exonym\Routes;
use Exonym\Service;
use WP_CLI;

defined( 'ABSPATH' ) || exit;

const PAGE    = 50; // Posts that are read at once.
const LIMIT   = 5; // Candidates.
const LETTERS = 200000; // Of one post; a longer one is left out, as in the editor.

/** What Exonym does on the command line. */
class Command {
	/**
	 * Finds the places of posts and keeps them, as the sidebar does. What editors decided about a post stays.
	 *
	 * ## OPTIONS
	 *
	 * [--post_type=<type>]
	 * : Of posts.
	 * ---
	 * default: post
	 * ---
	 *
	 * [--post_status=<status>]
	 * : Of posts.
	 * ---
	 * default: publish
	 * ---
	 *
	 * [--missing]
	 * : Only posts of which nothing is kept.
	 *
	 * [--dry-run]
	 * : Only say what would be kept.
	 *
	 * @param array $args  None.
	 * @param array $named As above.
	 */
	public function annotate( $args, $named ): void {
		$told   = array(
			'post_type'      => sanitize_key( $named['post_type'] ?? 'post' ),
			'post_status'    => sanitize_key( $named['post_status'] ?? 'publish' ),
			'posts_per_page' => PAGE,
			'orderby'        => 'ID',
			'order'          => 'ASC',
			'fields'         => 'ids',
		);
		$counts = array( 'kept' => 0, 'failed' => 0 );
		for ( $page = 1; $ids = get_posts( $told + array( 'paged' => $page ) ); $page++ ) { // phpcs:ignore Generic.CodeAnalysis.AssignmentInCondition
			foreach ( $ids as $id ) {
				if ( isset( $named['missing'] ) && metadata_exists( 'post', $id, Places\KEY ) ) {
					continue;
				}
				$places = found( $id );
				++$counts[ null === $places ? 'failed' : 'kept' ];
				if ( null === $places ) {
					WP_CLI::warning( "$id: no answer" );
					continue;
				}
				WP_CLI::log( "$id: " . implode( ', ', array_column( $places, 'name' ) ) );
				if ( ! isset( $named['dry-run'] ) ) {
					update_post_meta( $id, Places\KEY, wp_slash( $places ) );
				}
			}
		}
		$done = isset( $named['dry-run'] ) ? 'read, nothing kept' : 'kept';
		WP_CLI::success( "{$counts['kept']} posts $done, {$counts['failed']} without an answer." );
	}
}

/**
 * The places of a post, asked of the service; null where there is no answer.
 *
 * @param int $id Of the post.
 */
function found( int $id ): ?array {
	$html = '<h1>' . get_post_field( 'post_title', $id ) . "</h1>\n" . get_post_field( 'post_content', $id );
	if ( mb_strlen( $html ) > LETTERS ) {
		return null;
	}
	$asked = array( 'html' => $html, 'limit' => LIMIT, 'demonyms' => false, 'display' => substr( get_locale(), 0, 2 ), 'document' => 'wordpress-' . wp_parse_url( home_url(), PHP_URL_HOST ) . "-$id" );
	$read  = Service\read( Service\ask( 'POST', '/v1/annotate', array(), $asked + Routes\of_desk() ) );
	return is_array( $read['places'] ?? null ) ? gathered( $read['places'], $id ) : null;
}

/**
 * Mentions as the places that they name.
 *
 * @param array $mentions Of the service.
 * @param int   $id       Of the post, about which somebody may have decided.
 */
function gathered( array $mentions, int $id ): array {
	$decided = array_column( Places\clean_decided( get_post_meta( $id, Places\DECIDED, true ) ), 'place', 'name' );
	$before  = array_column( Places\of( $id ), null, 'id' );
	$out     = array();
	foreach ( $mentions as $one ) {
		$candidates = array_column( $one['candidates'] ?? array(), null, 'id' );
		$settled    = 'match' === $one['verdict'] ? ( $one['candidates'][0]['id'] ?? 0 ) : 0;
		$which      = $decided[ $one['name'] ] ?? $settled;
		$place      = $candidates[ $which ] ?? ( $before[ $which ] ?? null );
		if ( ! $place ) {
			continue;
		}
		$kept                     = $out[ $which ] ?? array( 'surfaces' => array(), 'role' => $before[ $which ]['role'] ?? 'mentioned' );
		$kept['surfaces'][]       = $one['text'];
		$kept['surfaces']         = array_values( array_unique( $kept['surfaces'] ) );
		$out[ $which ]            = $kept + array_intersect_key( $place, array_flip( array( 'id', 'name', 'lat', 'lon', 'country' ) ) );
	}
	return Places\clean( array_values( $out ) );
}

WP_CLI::add_command( 'exonym', Command::class );
