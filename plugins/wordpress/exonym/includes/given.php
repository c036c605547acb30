<?php
/**
 * What readers' programs are given: JSON-LD and geo.position on the page of a post, points in feeds.
 *
 * @package Exonym
 */

namespace Exonym\Given;

use Exonym\Places;
use Exonym\Settings;

defined( 'ABSPATH' ) || exit;

const OWN_IDS = 1000000000; // From here on an id is one of the operator's own, not of GeoNames.

add_action( 'wp_head', __NAMESPACE__ . '\head' );
add_action( 'rss2_ns', __NAMESPACE__ . '\feed_space' );
add_action( 'atom_ns', __NAMESPACE__ . '\feed_space' );
add_action( 'rss2_item', __NAMESPACE__ . '\feed_item' );
add_action( 'atom_entry', __NAMESPACE__ . '\feed_item' );

/** JSON-LD, and where the story is told from. */
function head(): void {
	if ( ! is_singular( Settings\types() ) || post_password_required() ) {
		return;
	}
	$post   = get_queried_object_id();
	$places = Places\of( $post );
	$data   = apply_filters( 'exonym_json_ld', json_ld( $post, $places ), $post );
	if ( $places && is_array( $data ) ) {
		// Letters that could end the element are written as escapes of JSON.
		echo '<script type="application/ld+json">' . wp_json_encode( $data, JSON_HEX_TAG | JSON_HEX_AMP | JSON_UNESCAPED_UNICODE ) . "</script>\n"; // phpcs:ignore WordPress.Security.EscapeOutput
	}
	$position = position( $post, $places );
	if ( $position ) {
		echo '<meta name="geo.position" content="' . esc_attr( implode( ';', $position ) ) . '">' . "\n";
	}
}

/**
 * What the page says of its story, in the words of schema.org.
 *
 * @param int   $post   Its id.
 * @param array $places Its places.
 */
function json_ld( int $post, array $places ): array {
	$told = array(
		'@context'        => 'https://schema.org',
		'@type'           => 'Article',
		'@id'             => get_permalink( $post ),
		'headline'        => html_entity_decode( wp_strip_all_tags( get_the_title( $post ) ), ENT_QUOTES, 'UTF-8' ),
		'contentLocation' => array_map( __NAMESPACE__ . '\described', $places ),
	);
	$from = Settings\all()['dateline'] ? told_from( $places ) : null;
	return $told + ( $from ? array( 'locationCreated' => described( $from ) ) : array() );
}

/**
 * A place in the words of schema.org.
 *
 * @param array $place As it is kept.
 */
function described( array $place ): array {
	$told = array(
		'@type' => 'Place',
		'name'  => $place['name'],
		'geo'   => array( '@type' => 'GeoCoordinates', 'latitude' => $place['lat'], 'longitude' => $place['lon'] ),
	);
	if ( '' !== $place['country'] ) {
		$told['address'] = array( '@type' => 'PostalAddress', 'addressCountry' => $place['country'] );
	}
	return $place['id'] < OWN_IDS ? $told + array( 'sameAs' => "https://sws.geonames.org/{$place['id']}/" ) : $told;
}

/**
 * The place of the dateline; null where there is none.
 *
 * @param array $places Of a post.
 */
function told_from( array $places ): ?array {
	$found = array_filter( $places, fn( $one ) => 'dateline' === $one['role'] );
	return $found ? reset( $found ) : null;
}

/**
 * Latitude and longitude of a post: of its dateline, else of the place that is named first.
 *
 * @param int   $post   Its id.
 * @param array $places Its places.
 */
function position( int $post, array $places ): array {
	$place = told_from( $places ) ?? ( $places[0] ?? null );
	$point = apply_filters( 'exonym_position', $place ? array( $place['lat'], $place['lon'] ) : array(), $post );
	return is_array( $point ) && 2 === count( $point ) ? array_map( 'floatval', array_values( $point ) ) : array();
}

/** The name space of points in feeds. */
function feed_space(): void {
	echo 'xmlns:georss="http://www.georss.org/georss" ';
}

/** The point of a post in a feed. */
function feed_item(): void {
	$post     = (int) get_the_ID();
	$position = post_password_required() ? array() : position( $post, Places\of( $post ) );
	if ( $position ) {
		echo '<georss:point>' . esc_html( implode( ' ', $position ) ) . "</georss:point>\n";
	}
}
